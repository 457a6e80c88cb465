package io.millrace.video.fragment.local;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.checkpoint.Checkpoints;
import io.millrace.checkpoint.MemoryCheckpoints;
import io.millrace.disk.FileDisk;
import io.millrace.stream.StreamId;
import io.millrace.stream.log.block.LogSettings;
import io.millrace.stream.log.block.LogThreads;
import io.millrace.video.fragment.FragmentSettings;
import io.millrace.video.fragment.FragmentStore;
import io.millrace.video.fragment.FragmentStoreContractTest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** The store on files keeps the port's contract; groups and segments are small, so that there are several. */
class LocalFragmentStoreTest extends FragmentStoreContractTest {

    private static final FragmentSettings SMALL = new FragmentSettings(1000, 2, 3);
    private final Checkpoints checkpoints = new MemoryCheckpoints();
    @TempDir
    private Path directory;
    private int epoch;
    private LocalFragmentStore opened;

    @Override
    protected FragmentStore openStore() throws IOException {
        return open(List.of());
    }

    @Override
    protected FragmentStore restart() throws IOException {
        opened.close();
        return open(List.of(STREAM));
    }

    private FragmentStore open(List<StreamId> known) throws IOException {
        LogSettings log = LogSettings.defaults().withSegments(20_000, 1000, 4000);
        opened = LocalFragmentStore.open(directory.resolve("video"), ++epoch, known, new FileDisk(), clock, checkpoints, log, SMALL,
                LogThreads.start(log), new SimpleMeterRegistry());
        return opened;
    }

    @AfterEach
    void stop() {
        opened.close();
    }
}
