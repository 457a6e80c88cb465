package io.millrace.video.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.catalog.MemoryCatalog;
import io.millrace.clock.ManualClock;
import io.millrace.video.fragment.Fragment;
import io.millrace.video.fragment.FragmentDraft;
import io.millrace.video.fragment.FragmentNumber;
import io.millrace.video.fragment.FragmentRange;
import io.millrace.video.fragment.Heads;
import io.millrace.video.fragment.MemoryFragmentStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VideoRetentionTest {

    private static final int MIB = 1024 * 1024;
    private final ManualClock clock = new ManualClock(1_700_000_000_000L);
    private final MemoryFragmentStore store = new MemoryFragmentStore(clock);
    private final VideoStreams streams = new VideoStreams(new MemoryCatalog(), store, clock, 10);
    private final VideoRetention retention = new VideoRetention(store);

    @AfterEach
    void close() {
        store.close();
    }

    private static <T> T await(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    private VideoStream create(int hours) {
        return await(streams.create("s" + hours, Optional.empty(), Optional.empty(), hours, Map.of()));
    }

    private void put(VideoStream stream, int bytes) {
        FragmentDraft draft = store.begin(stream.id());
        draft.write(new byte[bytes], 0, bytes);
        await(draft.commit(0, 0, 0, Heads.video(1), List.of()));
    }

    private List<Fragment> kept(VideoStream stream) {
        retention.step(clock.millis(), List.of(stream));
        await(store.latest(stream.id()));
        await(store.latest(stream.id()));
        await(store.latest(stream.id()));
        return await(store.list(stream.id(), FragmentRange.ALL, FragmentNumber.NONE, 100));
    }

    @Test
    void fragmentsAreKeptAsLongAsTheirStreamSays() {
        VideoStream stream = create(2);
        put(stream, 10);
        clock.advance(Duration.ofHours(1));
        put(stream, 20);
        assertThat(kept(stream)).hasSize(2);
        clock.advance(Duration.ofMinutes(61));
        assertThat(kept(stream)).extracting(Fragment::bytes).containsExactly(20L);
    }

    @Test
    void withoutAnArchiveThereIsAShortBuffer() {
        VideoStream stream = create(0);
        put(stream, 10);
        clock.advance(Duration.ofMinutes(4));
        put(stream, 20);
        assertThat(kept(stream)).hasSize(2);
        clock.advance(Duration.ofMinutes(2));
        assertThat(kept(stream)).extracting(Fragment::bytes).containsExactly(20L);
        for (int fragment = 0; fragment < 6; fragment++) {
            clock.advance(Duration.ofSeconds(1));
            put(stream, 45 * MIB);
        }
        assertThat(kept(stream)).extracting(Fragment::bytes).containsOnly(45L * MIB).hasSize(4);
    }
}
