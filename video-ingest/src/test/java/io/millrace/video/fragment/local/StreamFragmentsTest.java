package io.millrace.video.fragment.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.checkpoint.Checkpoints;
import io.millrace.checkpoint.MemoryCheckpoints;
import io.millrace.clock.ManualClock;
import io.millrace.disk.Disk;
import io.millrace.disk.FileDisk;
import io.millrace.stream.StreamId;
import io.millrace.stream.log.block.LogContext;
import io.millrace.stream.log.block.LogSettings;
import io.millrace.stream.log.block.LogThreads;
import io.millrace.video.fragment.Fragment;
import io.millrace.video.fragment.FragmentRange;
import io.millrace.video.fragment.FragmentSettings;
import io.millrace.video.fragment.Heads;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens between the steps of a stream's own work. */
class StreamFragmentsTest {

    private static final StreamId STREAM = new StreamId(1);
    private final ManualClock clock = new ManualClock(1_700_000_000_000L);
    private final LogSettings settings = LogSettings.defaults();
    private final LogThreads threads = LogThreads.start(settings);
    @TempDir
    private Path directory;
    private StreamFragments fragments;

    @BeforeEach
    void open() throws Exception {
        Disk disk = new FileDisk();
        Checkpoints checkpoints = new MemoryCheckpoints();
        LogContext context = new LogContext(disk, clock, checkpoints, settings, threads, new SimpleMeterRegistry(), directory);
        FragmentLogs logs = new FragmentLogs(context, disk, checkpoints, directory, 1, FragmentSettings.defaults());
        logs.create(STREAM);
        fragments = logs.find(STREAM).orElseThrow();
    }

    @AfterEach
    void close() {
        fragments.log.close().toCompletableFuture().join();
        threads.close();
    }

    private Fragment commit() {
        clock.advance(Duration.ofSeconds(1));
        LogDraft draft = fragments.begin(clock.millis(), new DraftGround(FragmentSettings.defaults(), new AppendGate(settings.queueBytesMax())));
        return draft.commit(clock.millis(), 0, 1000, Heads.video(1), List.of()).toCompletableFuture().join();
    }

    private List<Fragment> listed() {
        return fragments.list(FragmentRange.ALL, 0, 100).stream().map(StoredFragment::fragment).toList();
    }

    @Test
    void whatIsCommittedWhileAStreamIsTrimmedStays() {
        commit();
        long before = clock.millis() + 1;
        Optional<StoredFragment> kept = fragments.firstSince(before);
        Fragment meanwhile = commit();

        fragments.trim(kept, before);

        assertThat(kept).isEmpty();
        assertThat(listed()).contains(meanwhile);
        fragments.trim(before);
        assertThat(listed()).containsExactly(meanwhile);
    }

    @Test
    void aStreamMayBeTrimmedWhole() {
        commit();
        commit();

        fragments.trim(clock.millis() + 1);

        assertThat(listed()).isEmpty();
    }
}
