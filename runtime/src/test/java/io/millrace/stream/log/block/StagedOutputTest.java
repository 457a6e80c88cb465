package io.millrace.stream.log.block;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.disk.DiskFile;
import io.millrace.disk.ForwardingDisk;
import io.millrace.disk.SimulatedDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StagedOutputTest {

    private static final Path DIRECTORY = Path.of("/logs");
    private static final int OFFSET = 100;

    /** Bounds below, at and above what the buffer begins with; the pieces meet its end exactly, or step over it. */
    @ParameterizedTest
    @CsvSource({"1000, 10, 100", "1000, 333, 100", "65536, 4096, 100", "300000, 4096, 300", "300000, 777, 1000", "300000, 400000, 3", "1048576, 65536, 16"})
    void whatWasPutIsWrittenInOrderHoweverFarTheBufferGrows(int bytesMax, int pieceBytes, int pieces) throws IOException {
        SimulatedDisk disk = new SimulatedDisk();
        disk.createDirectories(DIRECTORY);
        byte[] bytes = new byte[pieceBytes * pieces];
        new Random(1).nextBytes(bytes);
        List<Integer> writes = new ArrayList<>();
        try (DiskFile file = disk.create(DIRECTORY.resolve("log"))) {
            StagedOutput output = new StagedOutput(bytesMax);
            for (int commit = 0; commit < 2; commit++) {
                output.begin(new Counted(file, writes), OFFSET + commit * bytes.length);
                for (int at = 0; at < bytes.length; at += pieceBytes) {
                    output.put(bytes, at, at + pieceBytes);
                }
                output.flush();
            }
            ByteBuffer read = ByteBuffer.allocate(2 * bytes.length);
            while (read.hasRemaining() && file.read(read, OFFSET + read.position()) > 0) {
                assertThat(read.position()).isPositive();
            }
            assertThat(Arrays.equals(read.array(), 0, bytes.length, bytes, 0, bytes.length)).isTrue();
            assertThat(Arrays.equals(read.array(), bytes.length, 2 * bytes.length, bytes, 0, bytes.length)).isTrue();
        }
        assertThat(writes).as("as few as the bound allows").hasSize(2 * Math.ceilDiv(bytes.length, bytesMax)).allMatch(length -> length <= bytesMax);
    }

    private static final class Counted extends ForwardingDisk.ForwardingFile {

        private final List<Integer> writes;

        Counted(DiskFile file, List<Integer> writes) {
            super(file);
            this.writes = writes;
        }

        @Override
        public void write(ByteBuffer source, long offset) throws IOException {
            writes.add(source.remaining());
            super.write(source, offset);
        }
    }
}
