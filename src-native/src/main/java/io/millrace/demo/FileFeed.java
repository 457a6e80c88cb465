package io.millrace.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** A file's lines in order, none lost, empty ones left out; {@code .gz} is unpacked. Each start begins at the first line. */
final class FileFeed implements Feed {

    private final BufferedReader lines;
    private final int linesPerSecond;
    private long startedNanos;
    private long given;
    private volatile boolean over;

    private FileFeed(BufferedReader lines, int linesPerSecond) {
        this.lines = lines;
        this.linesPerSecond = linesPerSecond;
    }

    /**
     * Opens the file.
     *
     * @param linesPerSecond at most so many; 0: as many as there is room for
     */
    static FileFeed open(Path file, int linesPerSecond) throws IOException {
        InputStream bytes = Files.newInputStream(file);
        InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes;
        return new FileFeed(new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8)), linesPerSecond);
    }

    @Override
    public void fill(Producer producer, long nanos) throws IOException {
        if (given == 0) {
            startedNanos = nanos;
        }
        long due = linesPerSecond == 0 ? Long.MAX_VALUE : 1 + (long) ((nanos - startedNanos) / 1e9 * linesPerSecond);
        while (!over && given < due && producer.room() > 0) {
            String line = lines.readLine();
            if (line == null) {
                over = true;
            } else if (!line.isEmpty()) {
                producer.offer(Producer.Line.ofFile(line));
                given++;
            }
        }
    }

    @Override
    public boolean isOver() {
        return over;
    }

    @Override
    public List<Reading> lastReadings() {
        return List.of();
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
