package io.millrace.video.stream;

import io.millrace.catalog.Attempts;
import io.millrace.catalog.Catalog;
import io.millrace.catalog.Catalog.VersionConflict;
import io.millrace.catalog.Change;
import io.millrace.catalog.Entry;
import io.millrace.catalog.Kind;
import io.millrace.clock.Clock;
import io.millrace.stage.StageFailure;
import io.millrace.stream.StreamId;
import io.millrace.video.fragment.FragmentStore;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Video streams: made, changed, deleted, found. */
public final class VideoStreams {

    /** Video streams in the catalog, by name. */
    public static final Kind<VideoStream> KIND = new Kind<>("video-stream", new VideoStreamCodec());
    private static final Logger LOGGER = LoggerFactory.getLogger(VideoStreams.class);
    private static final int VERSION_BITS = 96;
    private static final int PAGE = 1000;
    /** Changes that meet are tried again; more than so many in a row is a defect. */

    private final Catalog catalog;
    private final FragmentStore store;
    private final Clock clock;
    private final int streamsMax;
    private final SecureRandom versions = new SecureRandom();

    /** @param streamsMax how many streams there may be */
    public VideoStreams(Catalog catalog, FragmentStore store, Clock clock, int streamsMax) {
        this.catalog = catalog;
        this.store = store;
        this.clock = clock;
        this.streamsMax = streamsMax;
    }

    /** Every stream in the catalog: what the fragment store must be opened with. */
    public static List<VideoStream> known(Catalog catalog) {
        List<VideoStream> all = new ArrayList<>();
        for (List<Entry<VideoStream>> page = catalog.list(KIND, "", PAGE); !page.isEmpty();
                page = catalog.list(KIND, page.getLast().key(), PAGE)) {
            page.forEach(entry -> all.add(entry.value()));
        }
        return all;
    }

    public Optional<VideoStream> find(String name) {
        return catalog.get(KIND, name).map(Entry::value);
    }

    /** Whether this creation of the stream still exists. */
    public boolean exists(VideoStream stream) {
        return now(stream).isPresent();
    }

    /** This creation of the stream with the settings it has now, if it still exists. */
    public Optional<VideoStream> now(VideoStream stream) {
        return find(stream.name()).filter(found -> found.id().equals(stream.id()));
    }

    /** Streams with names after this one (empty: from the first), by name. */
    public List<VideoStream> list(String afterName, int limit) {
        return catalog.list(KIND, afterName, limit).stream().map(Entry::value).toList();
    }

    /** Makes a stream with room for its fragments; complete when it is durable and can be found. */
    public CompletionStage<VideoStream> create(String name, Optional<String> deviceName, Optional<String> mediaType, int retentionHours,
            Map<String, String> tags) {
        if (find(name).isPresent()) {
            return CompletableFuture.failedStage(new StreamRefusal.NameTaken(name));
        }
        if (list("", streamsMax).size() >= streamsMax) {
            return CompletableFuture.failedStage(new StreamRefusal.TooMany(streamsMax));
        }
        return catalog.nextId().thenCompose(id -> {
            VideoStream stream = new VideoStream(new StreamId(id), name, clock.millis(), newVersion(), deviceName, mediaType,
                    retentionHours, tags);
            return store.create(stream.id())
                    .thenCompose(made -> catalog.commit(Change.create().put(KIND, name, Change.ABSENT, stream)))
                    .handle((version, failure) -> {
                        if (failure == null) {
                            return stream;
                        }
                        removeFragments(stream);
                        throw StageFailure.cause(failure) instanceof VersionConflict ? new StreamRefusal.NameTaken(name)
                                : new CompletionException(StageFailure.cause(failure));
                    });
        });
    }

    /**
     * Changes a stream and gives it a new version. {@code change} may throw to refuse and may be called several times; returning
     * what it was given changes nothing.
     *
     * @param version the version the caller knows; empty: any
     */
    public CompletionStage<VideoStream> change(VideoStream stream, Optional<String> version, UnaryOperator<VideoStream> change) {
        return Attempts.untilUndisturbed(() -> tryChange(stream, version, change));
    }

    private CompletionStage<VideoStream> tryChange(VideoStream stream, Optional<String> version, UnaryOperator<VideoStream> change) {
        Entry<VideoStream> entry = current(stream, version);
        VideoStream changed = change.apply(entry.value());
        if (changed.equals(entry.value())) {
            return CompletableFuture.completedStage(changed);
        }
        VideoStream next = changed.withVersion(newVersion());
        return catalog.commit(Change.create().put(KIND, stream.name(), entry.version(), next)).thenApply(done -> next);
    }

    /** Deletes a stream; complete when no restart brings it back. Its fragments go after that. */
    public CompletionStage<Void> delete(VideoStream stream, Optional<String> version) {
        return Attempts.untilUndisturbed(() -> tryDelete(stream, version));
    }

    private CompletionStage<Void> tryDelete(VideoStream stream, Optional<String> version) {
        Entry<VideoStream> entry = current(stream, version);
        return catalog.commit(Change.create().delete(KIND, stream.name(), entry.version()))
                .<Void>thenApply(done -> {
                    removeFragments(stream);
                    return null;
                });
    }

    private Entry<VideoStream> current(VideoStream stream, Optional<String> version) {
        Entry<VideoStream> entry = catalog.get(KIND, stream.name()).filter(found -> found.value().id().equals(stream.id()))
                .orElseThrow(() -> new StreamRefusal.Unknown(stream.name()));
        version.filter(given -> !given.equals(entry.value().version())).ifPresent(given -> {
            throw new StreamRefusal.VersionStale(stream.name(), given);
        });
        return entry;
    }

    private void removeFragments(VideoStream stream) {
        store.delete(stream.id()).whenComplete((done, failure) -> {
            if (failure != null) {
                LOGGER.atWarn().addKeyValue("stream", stream.id()).setCause(failure)
                        .log("fragments of a deleted stream stay until the next start");
            }
        });
    }

    private String newVersion() {
        return new BigInteger(VERSION_BITS, versions).toString(Character.MAX_RADIX).toUpperCase(Locale.ROOT);
    }
}
