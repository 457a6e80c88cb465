package io.millrace.stream.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.clock.ManualClock;
import io.millrace.disk.Disk;
import io.millrace.disk.FileDisk;
import io.millrace.disk.SimulatedDisk;
import io.millrace.stream.HashRange;
import io.millrace.stream.Position;
import io.millrace.stream.ReadLimit;
import io.millrace.stream.RecordBatch;
import io.millrace.stream.Shard;
import io.millrace.stream.ShardId;
import io.millrace.stream.ShardKey;
import io.millrace.stream.Slice;
import io.millrace.stream.StoreException;
import io.millrace.stream.StreamId;
import io.millrace.stream.log.block.LogSettings;
import io.millrace.stream.log.block.LogThreads;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk without room: puts are refused, nothing acknowledged is lost, no segment is fenced, service resumes by itself. */
class FullDiskTest {

    private static final ShardKey SHARD = new ShardKey(new StreamId(1), new ShardId(0));
    private static final int MIB = 1024 * 1024;
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final CrashCheckpoints checkpoints = new CrashCheckpoints(new Random(1));
    /** It stands still, so that free space is asked for only when what was free is used up by the log's own count. */
    private final ManualClock clock = new ManualClock(1_000_000);
    private int epoch;
    private int acknowledged;

    private LocalRecordStore open(Disk disk, Path directory, long freeBytesMin) throws IOException {
        LogSettings settings = LogSettings.defaults().withSegments(4 * MIB, 1_000, 512 * 1024).withBudgets(8 * MIB, 0, freeBytesMin);
        Shard shard = new Shard(SHARD.shard(), HashRange.split(1).getFirst(), 0, Optional.empty(), Optional.empty(),
                Position.START, Optional.empty());
        return LocalRecordStore.open(directory, ++epoch, Map.of(SHARD.stream(), List.of(shard)), disk, clock, checkpoints,
                settings, LogThreads.start(settings), meters);
    }

    private Throwable append(LocalRecordStore store) {
        RecordBatch batch = new RecordBatch(64).add(new byte[] {'k'}, ByteBuffer.wrap(new byte[300_000]));
        try {
            store.append(SHARD, batch).toCompletableFuture().join();
            acknowledged++;
            return null;
        } catch (CompletionException e) {
            return e.getCause();
        }
    }

    private void fill(LocalRecordStore store) {
        Throwable refused = null;
        for (int record = 0; record < 1_000 && refused == null; record++) {
            refused = append(store);
        }
        assertThat(refused).isInstanceOf(StoreException.DiskFull.class);
        assertThat(append(store)).isInstanceOf(StoreException.DiskFull.class);
    }

    private static int count(LocalRecordStore store) {
        int records = 0;
        Position from = Position.START;
        while (true) {
            Slice slice = store.read(SHARD, from, new ReadLimit(10, 4 * MIB)).toCompletableFuture().join();
            records += slice.records().size();
            from = slice.next();
            if (slice.atEnd()) {
                return records;
            }
        }
    }

    @Test
    void belowTheReservePutsAreRefusedAndTheReserveStays() throws IOException {
        SimulatedDisk disk = new SimulatedDisk();
        disk.capacity(20L * MIB);
        LocalRecordStore store = open(disk, Path.of("/data/streams"), 2 * MIB);
        fill(store);
        assertThat(disk.usableBytes(Path.of("/data"))).isBetween((long) MIB, 3L * MIB);
        disk.capacity(40L * MIB);
        assertThat(append(store)).isNull();
        assertThat(count(store)).isEqualTo(acknowledged);
        store.close();
    }

    @Test
    void aReallyFullDiskFencesNothingAndServiceResumes(@TempDir Path mount) throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root may mount a small file system");
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=24m,mode=0700", "tmpfs", mount.toString()) == 0, "no tmpfs can be mounted here");
        try {
            fillReally(mount);
        } finally {
            run("umount", mount.toString());
        }
    }

    private void fillReally(Path mount) throws IOException {
        Path ballast = mount.resolve("ballast");
        Files.write(ballast, new byte[4 * MIB]);
        LocalRecordStore store = open(new FileDisk(), mount.resolve("streams"), 0);
        assertThat(append(store)).isNull();
        Files.write(mount.resolve("sudden"), new byte[14 * MIB]);
        fill(store);
        assertThat(count(store)).isEqualTo(acknowledged);
        assertThat(meters.counter("millrace.log.fences").count()).isZero();
        Files.delete(ballast);
        assertThat(append(store)).isNull();
        assertThat(count(store)).isEqualTo(acknowledged);
        store.close();
        LocalRecordStore again = open(new FileDisk(), mount.resolve("streams"), 0);
        assertThat(count(again)).isEqualTo(acknowledged);
        assertThat(meters.counter("millrace.log.corruption").count()).isZero();
        again.close();
    }

    private static int run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }
}
