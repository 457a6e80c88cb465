package io.millrace.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.disk.DiskFile;
import io.millrace.disk.NoSpaceException;
import io.millrace.disk.SimulatedDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JournalTest {

    private static final Path DIRECTORY = Path.of("/data/journal");
    private SimulatedDisk disk;

    @BeforeEach
    void newDisk() {
        disk = new SimulatedDisk();
    }

    private Journal.Opened open() throws IOException {
        return open(DiskReserve.NONE);
    }

    private Journal.Opened open(DiskReserve reserve) throws IOException {
        Journal.Opened opened = Journal.open(disk, DIRECTORY, JournalKind.CATALOG, reserve);
        opened.journal().rotate(opened.frames());
        return opened;
    }

    private static byte[] payload(int length, int value) {
        byte[] bytes = new byte[length];
        java.util.Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private void write(int frames) throws IOException {
        try (Journal journal = open().journal()) {
            for (int i = 0; i < frames; i++) {
                journal.append(1, payload(40, i));
                journal.commit();
            }
        }
    }

    private Path file() {
        return disk.files().getLast();
    }

    @Test
    void whatIsCommittedIsReplayed() throws IOException {
        write(3);
        assertThat(open().frames()).extracting(frame -> (int) frame.payload()[0]).containsExactly(0, 1, 2);
    }

    @Test
    void aFlippedBitAnywhereInTheFramesIsDamageAndNeverAFrame() throws IOException {
        write(3);
        long bits = disk.bytes(file()).length * 8L;
        for (long bit = JournalFormat.FILE_HEADER_BYTES * 8L; bit < bits - JournalFormat.FRAME_HEADER_BYTES * 8L; bit++) {
            disk.flip(file(), bit);
            JournalScan scan = JournalScan.read(disk, file(), JournalKind.CATALOG);
            assertThat(scan.damagedAt()).as("bit %d", bit).hasSize(1);
            assertThat(scan.frames()).as("bit %d", bit).hasSize(3);
            disk.flip(file(), bit);
        }
    }

    @Test
    void aTornTailIsCut() throws IOException {
        write(2);
        try (DiskFile file = disk.open(file())) {
            file.write(ByteBuffer.wrap(payload(70, 1)), file.size());
        }
        Journal.Opened opened = open();
        assertThat(opened.damagedAt()).isEmpty();
        assertThat(opened.frames()).hasSize(2);
        opened.journal().append(1, payload(1, 9));
        opened.journal().commit();
        assertThat(open().frames()).hasSize(3);
    }

    @Test
    void bytesOfAFrameInsideAPayloadAreNoFrame() throws IOException {
        write(1);
        byte[] stolen = disk.bytes(file());
        try (Journal journal = open().journal()) {
            journal.append(1, stolen);
            journal.commit();
        }
        long size = disk.bytes(file()).length;
        disk.flip(file(), (size - stolen.length) * 8 - 300);
        assertThat(open().frames().size()).isLessThanOrEqualTo(2);
        assertThat(open().frames()).allMatch(frame -> frame.payload().length == 40 || frame.payload().length == stolen.length);
    }

    @Test
    void afterAFailedForceOnlyANewGenerationIsWritten() throws IOException {
        Journal journal = open().journal();
        journal.append(1, payload(4, 1));
        journal.commit();
        journal.append(1, payload(4, 2));
        disk.faults().failForce(0);
        assertThatThrownBy(journal::commit).isInstanceOf(IOException.class);
        assertThat(journal.isBroken()).isTrue();
        journal.append(1, payload(4, 3));
        assertThatThrownBy(journal::commit).hasMessageContaining("new generation");
        journal.rotate(List.of(new Frame(1, payload(4, 1))));
        journal.append(1, payload(4, 3));
        journal.commit();
        assertThat(open().frames()).extracting(frame -> (int) frame.payload()[0]).containsExactly(1, 3);
        assertThat(disk.files()).hasSize(1);
    }

    @Test
    void aForceThatFindsNoSpaceIsAFailedForceToo() throws IOException {
        Journal journal = open().journal();
        journal.append(1, payload(4, 1));
        disk.faults().failForceFull(0);
        assertThatThrownBy(journal::commit).isInstanceOf(NoSpaceException.class);
        assertThat(journal.isBroken()).isTrue();
    }

    @Test
    void aFullDiskDoesNotStopAClose() throws IOException {
        Journal journal = open().journal();
        journal.append(1, payload(4, 1));
        journal.commit();
        disk.capacity(0);
        journal.close();
        disk.capacity(Long.MAX_VALUE);
        assertThat(open().frames()).hasSize(1);
    }

    @Test
    void aFullDiskGivesUpTheReserveAndThenRefuses() throws IOException {
        disk.createDirectories(DIRECTORY);
        disk.capacity(10_000);
        DiskReserve reserve = DiskReserve.at(disk, DIRECTORY.resolve("reserve"), 2_000);
        Journal journal = open(reserve).journal();
        disk.capacity(2_300);
        journal.append(1, payload(1_000, 1));
        journal.commit();
        assertThat(disk.exists(DIRECTORY.resolve("reserve"))).isFalse();
        journal.append(1, payload(2_000, 2));
        assertThatThrownBy(journal::commit).isInstanceOf(NoSpaceException.class);
        assertThat(journal.isBroken()).isFalse();
        disk.capacity(100_000);
        journal.append(1, payload(10, 3));
        journal.commit();
        assertThat(disk.exists(DIRECTORY.resolve("reserve"))).isTrue();
        assertThat(open().frames()).extracting(frame -> (int) frame.payload()[0]).containsExactly(1, 3);
    }

    @Test
    void anotherKindIsRefused() throws IOException {
        write(1);
        assertThatThrownBy(() -> Journal.open(disk, DIRECTORY, JournalKind.CHECKPOINTS, DiskReserve.NONE)).isInstanceOf(JournalDamaged.class);
    }
}
