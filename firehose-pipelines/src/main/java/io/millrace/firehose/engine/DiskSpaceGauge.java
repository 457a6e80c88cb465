package io.millrace.firehose.engine;

import io.millrace.disk.Disk;
import io.millrace.stream.StreamId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Looks at the lengths of files. */
public final class DiskSpaceGauge implements SpaceGauge {

    private final Disk disk;
    private final Path logs;
    private final Path pipelines;

    /** @param logs the record store's directory, with a directory for each stream; {@code pipelines} likewise */
    public DiskSpaceGauge(Disk disk, Path logs, Path pipelines) {
        this.disk = disk;
        this.logs = logs;
        this.pipelines = pipelines;
    }

    @Override
    public long usedBytes(StreamId stream) {
        return length(logs.resolve(stream.toString())) + length(pipelines.resolve(stream.toString()));
    }

    private static long length(Path directory) {
        if (!Files.isDirectory(directory)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            return files.mapToLong(DiskSpaceGauge::fileLength).sum();
        } catch (IOException | UncheckedIOException vanished) {
            return 0;
        }
    }

    private static long fileLength(Path file) {
        try {
            return Files.isRegularFile(file) ? Files.size(file) : 0;
        } catch (NoSuchFileException vanished) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public long usableBytes() {
        try {
            return disk.usableBytes(logs);
        } catch (IOException unknown) {
            return Long.MAX_VALUE;
        }
    }
}
