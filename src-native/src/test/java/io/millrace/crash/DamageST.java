package io.millrace.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.millrace.process.ServerLaunch;
import io.millrace.process.ServerProcess;
import io.millrace.process.ServerProcess.CommandResult;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.PutRecordResponse;

/**
 * Files of a stopped server are deleted, cut or changed by a bit. What can be rebuilt is rebuilt without a word lost; what is gone is
 * reported by verify and by the server, and costs no record of another file.
 */
class DamageST {

    private static final String STREAM = "damage", CORRUPTION = "millrace_log_corruption_total";
    private static final int RECORDS = 60, RECORD_BYTES = 100_000;
    private static final Duration READY = Duration.ofSeconds(60), STOP = Duration.ofSeconds(30);

    private static final Map<String, Place> ACKNOWLEDGED = new LinkedHashMap<>();
    @TempDir
    private static Path prepared;
    @TempDir
    private Path directory;
    private ServerLaunch launch;

    @BeforeAll
    static void aStoppedServerWithSeveralSegments() {
        ServerLaunch launch = onData(prepared);
        try (ServerProcess server = ServerProcess.start(launch).awaitReady(READY); Clients clients = new Clients(server.endpoint())) {
            clients.createStream(STREAM, 1);
            for (int i = 0; i < RECORDS; i++) {
                String id = "r" + i;
                PutRecordResponse response = clients.kinesis().putRecord(call -> call.streamName(STREAM).partitionKey(id)
                        .data(SdkBytes.fromUtf8String(id + " " + "x".repeat(RECORD_BYTES))));
                ACKNOWLEDGED.put(id, new Place(response.shardId(), response.sequenceNumber()));
            }
            assertThat(server.terminate(STOP)).isZero();
        }
    }

    @BeforeEach
    void aCopyOfItsDirectory() throws IOException {
        launch = onData(directory);
        try (Stream<Path> all = Files.walk(prepared)) {
            for (Path original : all.filter(path -> !path.equals(prepared)).toList()) {
                Files.copy(original, directory.resolve(prepared.relativize(original)), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        assertThat(files(".log")).hasSizeGreaterThan(4);
    }

    @Test
    void anUndamagedDirectoryIsClean() throws IOException {
        assertThat(verify().exitCode()).isZero();
        assertThat(readAfterStart(0)).isEqualTo(ACKNOWLEDGED);
    }

    @Test
    void deletedIndexesAreRebuilt() throws IOException {
        assertThat(files(".index")).isNotEmpty();
        for (Path index : files(".index")) {
            Files.delete(index);
        }
        assertThat(readAfterStart(0)).isEqualTo(ACKNOWLEDGED);
    }

    @Test
    void aFlippedBitInAnIndexIsNoticedAndTheIndexRebuilt() throws IOException {
        for (Path index : files(".index")) {
            flipBit(index, Files.size(index) / 2);
        }
        assertThat(readAfterStart(0)).isEqualTo(ACKNOWLEDGED);
    }

    @Test
    void aDeletedCatalogImageIsRebuilt() throws IOException {
        Path image = launch.data().resolve("catalog").resolve("image.mapdb");
        assertThat(image).exists();
        Files.delete(image);
        assertThat(readAfterStart(0)).isEqualTo(ACKNOWLEDGED);
    }

    @Test
    void aFlippedBitInAClosedSegmentCostsItsBlockOnlyAndIsReported() throws IOException {
        Path segment = files(".log").get(1);
        flipBit(segment, Files.size(segment) / 2);
        assertThat(verify()).satisfies(result -> assertReported(result, segment));
        Map<String, Place> read = readAfterStart(1);
        assertThat(ACKNOWLEDGED).containsAllEntriesOf(read);
        assertThat(read).hasSizeBetween(RECORDS - 2, RECORDS - 1);
    }

    @Test
    void aTruncatedSegmentCostsWhatWasCutOffAndIsReported() throws IOException {
        Path segment = files(".log").get(1);
        try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
            file.setLength(file.length() / 2);
        }
        assertThat(verify()).satisfies(result -> assertReported(result, segment));
        Map<String, Place> read = readAfterStart(1);
        assertThat(ACKNOWLEDGED).containsAllEntriesOf(read);
        assertThat(read).hasSizeBetween(RECORDS - 10, RECORDS - 1).containsKeys("r0", "r" + (RECORDS - 1));
    }

    @Test
    void aFlippedBitInTheLastBlockOfACleanStopIsNotTakenForATornTail() throws IOException {
        Path segment = files(".log").getLast();
        flipBit(segment, Files.size(segment) - RECORD_BYTES / 2);
        assertThat(verify()).satisfies(result -> assertReported(result, segment));
        Map<String, Place> read = readAfterStart(1);
        assertThat(ACKNOWLEDGED).containsAllEntriesOf(read);
        assertThat(read).hasSize(RECORDS - 1).doesNotContainKey("r" + (RECORDS - 1));
    }

    private static void assertReported(CommandResult result, Path segment) {
        assertThat(result.exitCode()).as(result.output()).isNotZero();
        assertThat(result.output()).contains(segment.getFileName().toString());
    }

    /** All records by their ids, after which the server must have counted at least so many damages, and none when it must be none. */
    private Map<String, Place> readAfterStart(int damagesAtLeast) throws IOException {
        try (ServerProcess server = ServerProcess.start(launch).awaitReady(READY); Clients clients = new Clients(server.endpoint())) {
            Map<String, Place> read = new LinkedHashMap<>();
            clients.readAll(STREAM).values().forEach(records -> records.forEach(record ->
                    assertThat(read.put(record.id().substring(0, record.id().indexOf(' ')), record.place())).isNull()));
            double damages = damages(server);
            assertThat(damages).as(CORRUPTION).isGreaterThanOrEqualTo(damagesAtLeast);
            assertThat(damages == 0).as("no damage is counted where none is").isEqualTo(damagesAtLeast == 0);
            assertThat(clients.kinesis().putRecord(call -> call.streamName(STREAM).partitionKey("k").data(SdkBytes.fromUtf8String("new")))
                    .sequenceNumber()).isGreaterThan(ACKNOWLEDGED.get("r" + (RECORDS - 1)).sequenceNumber());
            return read;
        }
    }

    private static double damages(ServerProcess server) throws IOException {
        URI metrics = server.endpoint().resolve("/q/metrics");
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofString()).body().lines()
                    .filter(line -> line.startsWith(CORRUPTION)).mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))).sum();
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while metrics were read", e);
        }
    }

    private static ServerLaunch onData(Path parent) {
        return ServerLaunch.on(parent.resolve("data")).withEnvironment("MILLRACE_LOG_SEGMENT_SIZE", "1M");
    }

    private CommandResult verify() {
        return ServerProcess.run(launch, READY, "verify", launch.data().toString());
    }

    /** The files below the streams' directory with this ending, oldest first. */
    private List<Path> files(String ending) {
        try (Stream<Path> all = Files.walk(launch.data().resolve("streams"))) {
            return new ArrayList<>(all.filter(file -> file.toString().endsWith(ending)).sorted().toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void flipBit(Path path, long offset) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.seek(offset);
            int value = file.read();
            file.seek(offset);
            file.write(value ^ 1);
        }
    }
}
