package io.millrace.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileFeedTest {

    private static final long SECOND = 1_000_000_000L;

    @TempDir
    Path directory;

    @Test
    void givesNoMoreLinesThanAreDue() throws IOException {
        Path file = Files.writeString(directory.resolve("lines"), "a\n\nb\nc\nd\n");
        Producer producer = new Producer(null, "s");
        try (FileFeed feed = FileFeed.open(file, 2)) {
            feed.fill(producer, 10 * SECOND);
            assertThat(given(producer)).isEqualTo(1);
            feed.fill(producer, 11 * SECOND);
            assertThat(given(producer)).isEqualTo(3);
            assertThat(feed.isOver()).isFalse();
            feed.fill(producer, 20 * SECOND);
            assertThat(given(producer)).isEqualTo(4);
            assertThat(feed.isOver()).isTrue();
        }
    }

    @Test
    void unpacksAndKeepsToTheRoomThereIs() throws IOException {
        Path file = directory.resolve("lines.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write("line\n".repeat(Producer.WAITING_MAX + 10).getBytes(StandardCharsets.UTF_8));
        }
        Producer producer = new Producer(null, "s");
        try (FileFeed feed = FileFeed.open(file, 0)) {
            feed.fill(producer, 0);
            assertThat(producer.room()).isZero();
            assertThat(feed.isOver()).isFalse();
        }
    }

    private static int given(Producer producer) {
        return Producer.WAITING_MAX - producer.room();
    }
}
