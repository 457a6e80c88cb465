package io.millrace.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SimulatedDiskTest {

    private static final Path DIRECTORY = Path.of("/data");
    private static final Path FILE = DIRECTORY.resolve("x");
    private SimulatedDisk disk;

    @BeforeEach
    void newDisk() throws IOException {
        disk = new SimulatedDisk();
        disk.createDirectories(DIRECTORY);
    }

    private static ByteBuffer sectors(int count, int value) {
        ByteBuffer buffer = ByteBuffer.allocate(count * SimulatedNode.SECTOR_BYTES);
        java.util.Arrays.fill(buffer.array(), (byte) value);
        return buffer;
    }

    @Test
    void whatWasForcedAndSyncedSurvives() throws IOException {
        try (DiskFile file = disk.create(FILE)) {
            file.write(sectors(2, 1), 0);
            file.force(false);
            disk.syncDirectory(DIRECTORY);
            for (int seed = 0; seed < 50; seed++) {
                disk.crash(new Random(seed));
                assertThat(disk.bytes(FILE)).isEqualTo(sectors(2, 1).array());
            }
        }
    }

    @Test
    void whatWasNotForcedMayBeLostInAnyOrder() throws IOException {
        Set<String> seen = new HashSet<>();
        for (int seed = 0; seed < 200; seed++) {
            newDisk();
            DiskFile file = disk.create(FILE);
            file.write(sectors(2, 1), 0);
            file.force(false);
            disk.syncDirectory(DIRECTORY);
            file.write(sectors(2, 2), 0);
            disk.crash(new Random(seed));
            byte[] bytes = disk.bytes(FILE);
            seen.add(bytes[0] + "" + bytes[SimulatedNode.SECTOR_BYTES]);
        }
        assertThat(seen).containsExactlyInAnyOrder("11", "12", "21", "22");
    }

    @Test
    void anUnsyncedNameMayVanish() throws IOException {
        Set<Boolean> seen = new HashSet<>();
        for (int seed = 0; seed < 50; seed++) {
            newDisk();
            try (DiskFile file = disk.create(FILE)) {
                file.force(true);
            }
            disk.crash(new Random(seed));
            seen.add(disk.exists(FILE));
        }
        assertThat(seen).containsExactlyInAnyOrder(true, false);
    }

    @Test
    void aRenameIsWholeOrUndone() throws IOException {
        for (int seed = 0; seed < 50; seed++) {
            newDisk();
            Path old = DIRECTORY.resolve("old");
            try (DiskFile file = disk.create(FILE); DiskFile before = disk.create(old)) {
                file.write(sectors(1, 1), 0);
                file.force(true);
                before.write(sectors(1, 2), 0);
                before.force(true);
            }
            disk.syncDirectory(DIRECTORY);
            disk.rename(FILE, old);
            disk.crash(new Random(seed));
            assertThat(disk.bytes(old)[0]).isEqualTo((byte) (disk.exists(FILE) ? 2 : 1));
        }
    }

    @Test
    void afterAFailedForceALaterOneSucceedsButKeepsNothing() throws IOException {
        boolean lost = false;
        for (int seed = 0; seed < 50; seed++) {
            newDisk();
            DiskFile file = disk.create(FILE);
            disk.syncDirectory(DIRECTORY);
            file.write(sectors(1, 1), 0);
            disk.faults().failForce(0);
            assertThatThrownBy(() -> file.force(false)).isInstanceOf(IOException.class);
            file.force(false);
            disk.crash(new Random(seed));
            lost |= disk.bytes(FILE).length == 0 || disk.bytes(FILE)[0] == 0;
        }
        assertThat(lost).isTrue();
    }

    @Test
    void aFullDiskTakesAPart() throws IOException {
        DiskFile file = disk.create(FILE);
        disk.capacity(700);
        assertThatThrownBy(() -> file.write(sectors(2, 1), 0)).isInstanceOf(NoSpaceException.class);
        assertThat(file.size()).isEqualTo(700);
        disk.capacity(2000);
        file.write(sectors(2, 1), 0);
    }
}
