package io.millrace.bench.ceiling;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.SplittableRandom;

import org.HdrHistogram.Histogram;

/** What bare file input and output reaches in a directory. Each method leaves no file behind. */
public final class DiskCeiling {

    private static final int APPEND_BLOCK_BYTES = 512 * 1024, READ_BLOCK_BYTES = 1024 * 1024;
    private static final long SEGMENT_BYTES = 256L * 1024 * 1024;
    private static final long LATENCY_NANOS_MAX = 60_000_000_000L;

    private final Path directory;

    public DiskCeiling(Path directory) {
        this.directory = directory;
    }

    /** Bytes a second when 512 KiB blocks are appended to files of at most 256 MiB, each block followed by {@code force(false)}. */
    public double appendBytesPerSecond(Duration duration) throws IOException {
        ByteBuffer block = randomBlock(APPEND_BLOCK_BYTES);
        long written = 0;
        long start = System.nanoTime();
        while (System.nanoTime() - start < duration.toNanos()) {
            Path file = Files.createTempFile(directory, "append", ".bin");
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.APPEND)) {
                for (long size = 0; size < SEGMENT_BYTES && System.nanoTime() - start < duration.toNanos(); size += APPEND_BLOCK_BYTES) {
                    writeFully(channel, block.rewind());
                    channel.force(false);
                    written += APPEND_BLOCK_BYTES;
                }
            } finally {
                Files.delete(file);
            }
        }
        return written / ((System.nanoTime() - start) / 1e9);
    }

    /** Latency in nanoseconds of appending so many bytes and {@code force(false)}, one after the other. */
    public Histogram forceLatency(int bytes, int times) throws IOException {
        Histogram latency = new Histogram(LATENCY_NANOS_MAX, 3);
        Path file = Files.createTempFile(directory, "force", ".bin");
        ByteBuffer block = randomBlock(bytes);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.APPEND)) {
            for (int i = 0; i < times; i++) {
                long start = System.nanoTime();
                writeFully(channel, block.rewind());
                channel.force(false);
                latency.recordValue(System.nanoTime() - start);
            }
        } finally {
            Files.delete(file);
        }
        return latency;
    }

    /** Bytes a second when a file of so many bytes, just written and so still in the page cache, is read in blocks of 1 MiB. */
    public double readBytesPerSecond(long bytes) throws IOException {
        Path file = Files.createTempFile(directory, "read", ".bin");
        ByteBuffer block = randomBlock(READ_BLOCK_BYTES);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            for (long size = 0; size < bytes; size += READ_BLOCK_BYTES) {
                writeFully(channel, block.rewind());
            }
            channel.force(false);
            channel.position(0);
            long start = System.nanoTime();
            long read = 0;
            for (int now = channel.read(block.clear()); now >= 0; now = channel.read(block.clear())) {
                read += now;
            }
            return read / ((System.nanoTime() - start) / 1e9);
        } finally {
            Files.delete(file);
        }
    }

    private static ByteBuffer randomBlock(int bytes) {
        byte[] block = new byte[bytes];
        new SplittableRandom(bytes).nextBytes(block);
        return ByteBuffer.allocateDirect(bytes).put(block).flip();
    }

    private static void writeFully(FileChannel channel, ByteBuffer block) throws IOException {
        while (block.hasRemaining()) {
            channel.write(block);
        }
    }
}
