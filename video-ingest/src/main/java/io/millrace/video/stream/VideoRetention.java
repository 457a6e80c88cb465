package io.millrace.video.stream;

import io.millrace.video.fragment.Fragment;
import io.millrace.video.fragment.FragmentNumber;
import io.millrace.video.fragment.FragmentRange;
import io.millrace.video.fragment.FragmentStore;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trims what streams no longer keep: what is older than their retention, and of a stream without an archive, what is more than a short
 * buffer for those who watch live. Stepped: the caller says what time it is and how often; about every ten seconds does. Returns at
 * once, the store does the rest. One thread.
 */
public final class VideoRetention {

    /** What a stream with a retention of 0 hours keeps at most, as the service does. */
    public static final Duration BUFFER = Duration.ofMinutes(5);
    public static final long BUFFER_BYTES = 200L * 1024 * 1024;
    private static final Logger LOGGER = LoggerFactory.getLogger(VideoRetention.class);
    private static final int FRAGMENTS_MAX = 5000;
    private static final Duration ARCHIVES = Duration.ofMinutes(1);
    private final FragmentStore store;
    private long archivesMillis;

    public VideoRetention(FragmentStore store) {
        this.store = store;
    }

    /** Trims each of the streams; those with an archive about once a minute. */
    public void step(long nowMillis, List<VideoStream> streams) {
        boolean isArchivesTurn = nowMillis - archivesMillis >= ARCHIVES.toMillis();
        archivesMillis = isArchivesTurn ? nowMillis : archivesMillis;
        for (VideoStream stream : streams) {
            if (stream.retentionHours() > 0 && !isArchivesTurn) {
                continue;
            }
            Duration kept = stream.retentionHours() == 0 ? BUFFER : stream.retention();
            CompletionStage<Void> trimmed = store.trim(stream.id(), nowMillis - kept.toMillis());
            if (stream.retentionHours() == 0) {
                trimmed = trimmed.thenCompose(done -> trimBuffer(stream));
            }
            trimmed.exceptionally(failure -> {
                LOGGER.atDebug().addKeyValue("stream", stream.id()).setCause(failure).log("video stream not trimmed");
                return null;
            });
        }
    }

    private CompletionStage<Void> trimBuffer(VideoStream stream) {
        return store.list(stream.id(), FragmentRange.ALL, FragmentNumber.NONE, FRAGMENTS_MAX).thenCompose(fragments -> {
            OptionalLong from = keptFrom(fragments);
            return from.isPresent() ? store.trim(stream.id(), from.getAsLong()) : store.trim(stream.id(), Long.MIN_VALUE);
        });
    }

    /** The server time of the oldest fragment of those last ones that fit; empty when all do. */
    private static OptionalLong keptFrom(List<Fragment> fragments) {
        long bytes = 0;
        for (int index = fragments.size() - 1; index >= 0; index--) {
            bytes += fragments.get(index).bytes();
            if (bytes > BUFFER_BYTES) {
                return OptionalLong.of(fragments.get(index).serverTimeMillis() + 1);
            }
        }
        return OptionalLong.empty();
    }
}
