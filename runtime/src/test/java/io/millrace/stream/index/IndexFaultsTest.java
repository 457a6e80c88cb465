package io.millrace.stream.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.disk.SimulatedDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** A disk that is full, fails or loses power costs a scan, never a wrong answer. */
class IndexFaultsTest {

    private static final Path DIRECTORY = Path.of("/data/streams/7/1").toAbsolutePath();
    private static final IndexedSegment SEGMENT = new IndexedSegment(DIRECTORY.resolve("0000000000.index"), 7, 1, 0, 99, 5_000);

    private final BlockWorld world = new BlockWorld(42, 3, 700);
    private int scans;

    private OpenSegmentIndex scan() {
        scans++;
        return world.open();
    }

    private static SimulatedDisk disk() throws IOException {
        SimulatedDisk disk = new SimulatedDisk();
        disk.createDirectories(DIRECTORY);
        return disk;
    }

    private void assertReads(SimulatedDisk disk) throws IOException {
        try (ClosedIndexes indexes = new ClosedIndexes(disk, 1 << 20)) {
            SegmentIndex index = indexes.index(SEGMENT, this::scan);
            for (int shard : world.model.keySet()) {
                assertThat(BlockWorld.rest(index.from(shard, 0))).isEqualTo(world.from(shard, 0));
            }
        }
    }

    @Test
    void onAFullDiskTheScanServesFromMemory() throws IOException {
        SimulatedDisk disk = disk();
        disk.capacity(10_000);
        try (ClosedIndexes indexes = new ClosedIndexes(disk, 1 << 20)) {
            assertThatThrownBy(() -> indexes.write(SEGMENT, world.open())).isInstanceOf(IOException.class);
        }
        assertReads(disk);
        assertThat(scans).isEqualTo(1);
        assertThat(disk.files()).isEmpty();
        disk.capacity(Long.MAX_VALUE);
        assertReads(disk);
        assertReads(disk);
        assertThat(scans).isEqualTo(2);
    }

    @Test
    void aFailedReadIsTriedAgainOrToldNeverTakenForAnAnswer() throws IOException {
        for (int reads = 0; reads < 12; reads++) {
            SimulatedDisk disk = disk();
            try (ClosedIndexes indexes = new ClosedIndexes(disk, 1 << 20)) {
                indexes.write(SEGMENT, world.open());
            }
            disk.faults().failRead(reads);
            try {
                assertReads(disk);
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("read failed");
            }
            disk.faults().clear();
            assertReads(disk);
        }
        assertThat(scans).isZero();
    }

    @Property(tries = 300)
    void powerMayFailWhileAFileIsWritten(@ForAll long seed, @ForAll @IntRange(max = 12) int writes, @ForAll boolean failForce)
            throws IOException {
        SimulatedDisk disk = disk();
        boolean written = true;
        if (failForce) {
            disk.faults().failForce(writes % 2);
        } else {
            disk.faults().failWrite(writes, (int) (seed & 0xfff));
        }
        try (ClosedIndexes indexes = new ClosedIndexes(disk, 1 << 20)) {
            indexes.write(SEGMENT, world.open());
        } catch (IOException e) {
            written = false;
        }
        disk.crash(new Random(seed));
        int before = scans;
        assertReads(disk);
        assertThat(scans - before).as("a file that was written needs no scan").isLessThanOrEqualTo(written ? 0 : 1);
        ClosedIndexes.compare(disk, SEGMENT, world.open());
    }
}
