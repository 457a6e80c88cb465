package io.millrace.stream.log;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.checkpoint.Checkpoints;
import io.millrace.clock.Clock;
import io.millrace.disk.Disk;
import io.millrace.disk.FileDisk;
import io.millrace.stream.RecordStore;
import io.millrace.stream.RecordStoreContractTest;
import io.millrace.stream.Shard;
import io.millrace.stream.StreamId;
import io.millrace.stream.log.block.LogSettings;
import io.millrace.stream.log.block.LogThreads;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** The store on files keeps the port's contract. */
class LocalRecordStoreTest extends RecordStoreContractTest {

    private final Disk disk = new FileDisk();
    private final Checkpoints checkpoints = new CrashCheckpoints(new Random(1));
    @TempDir
    private Path directory;
    private Clock usedClock;
    private int epoch;
    private LocalRecordStore opened;

    @Override
    protected RecordStore openStore(Clock clock) throws IOException {
        usedClock = clock;
        return open(Map.of());
    }

    @Override
    protected RecordStore restart() throws IOException {
        opened.close();
        return open(Map.of(STREAM, shards(2)));
    }

    private RecordStore open(Map<StreamId, List<Shard>> known) throws IOException {
        LogSettings settings = LogSettings.defaults();
        opened = LocalRecordStore.open(directory.resolve("streams"), ++epoch, known, disk, usedClock, checkpoints, settings,
                LogThreads.start(settings), new SimpleMeterRegistry());
        return opened;
    }

    @AfterEach
    void stop() {
        opened.close();
    }
}
