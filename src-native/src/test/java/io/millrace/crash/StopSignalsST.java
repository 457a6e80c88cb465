package io.millrace.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.millrace.process.Await;
import io.millrace.process.ServerLaunch;
import io.millrace.process.ServerProcess;
import io.millrace.usage.Shell;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;

/** What a stop does with functions under way, and what readiness says before and meanwhile. */
class StopSignalsST {

    private static final String STREAM = "signals", HANDLER = "SlowFunction", STOP_WAIT = "-Dmillrace.trigger.stop-wait=";
    private static final Duration READY = Duration.ofSeconds(60), CALL = Duration.ofSeconds(30), MOMENT = Duration.ofSeconds(5);
    /** As docs/operations.md promises: millrace.trigger.stop-wait and 15 seconds. */
    private static final Duration STOP_USUAL = Duration.ofSeconds(25), REST_OF_STOP = Duration.ofSeconds(15);
    private static final int RECORDS = 500;

    @TempDir
    private Path directory;
    private ServerLaunch launch;

    @BeforeEach
    void launch() throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        launch = ServerLaunch.on(directory.resolve("data"));
    }

    @Test
    void aBatchUnderWayIsFinishedHoweverOftenTheStopIsAskedFor() throws IOException {
        Journal journal = new Journal(Files.createDirectory(directory.resolve("journal")));
        try (ServerProcess server = ServerProcess.start(launch).awaitReady(READY); Clients clients = new Clients(server.endpoint())) {
            drive(clients, journal, 4_000);
            server.signal("TERM");
            Await.until(MOMENT, () -> !server.isReady(), () -> "a stopping server is not ready");
            server.signal("TERM");
            server.signal("INT");
            assertThat(server.awaitExit(STOP_USUAL)).as(server.logTail()).isZero();
        }
        assertThat(journal.text().lines()).containsExactly("begun.", "first.");
        try (ServerProcess server = ServerProcess.start(launch).awaitReady(READY); Clients clients = new Clients(server.endpoint())) {
            put(clients, "second");
            Await.until(CALL, () -> journal.text().contains("second."), () -> "the second record is handled: " + journal.text());
            assertThat(journal.text().lines()).containsExactly("begun.", "first.", "begun.", "second.");
        }
    }

    @Test
    void aBatchThatTakesTooLongIsParkedAndDeliveredAgain() throws IOException {
        Journal journal = new Journal(Files.createDirectory(directory.resolve("journal")));
        try (ServerProcess server = ServerProcess.start(launch.withJvmOptions(STOP_WAIT + "1s")).awaitReady(READY);
                Clients clients = new Clients(server.endpoint())) {
            drive(clients, journal, 120_000);
            server.signal("INT");
            assertThat(server.awaitExit(REST_OF_STOP.plusSeconds(1))).as(server.logTail()).isZero();
        }
        assertThat(journal.text().lines()).containsExactly("begun.");
        try (ServerProcess server = ServerProcess.start(launch).awaitReady(READY)) {
            Await.until(CALL, () -> journal.text().equals("begun.\nbegun.\n"), () -> "the batch is delivered again: " + journal.text());
            assertThat(server.isAlive()).isTrue();
        }
    }

    @Test
    void whatClientsAndFunctionsHoldDoesNotKeepAStopFromItsBound() throws IOException {
        Journal journal = new Journal(Files.createDirectory(directory.resolve("journal")));
        try (ServerProcess server = ServerProcess.start(launch.withJvmOptions(STOP_WAIT + "1s")).awaitReady(READY);
                Clients clients = new Clients(server.endpoint());
                Socket put = halfSent(server, "POST / HTTP/1.1", "X-Amz-Target: Kinesis_20131202.PutRecord", "Content-Type: application/x-amz-json-1.1");
                Socket media = halfSent(server, "POST /putMedia HTTP/1.1", "x-amzn-stream-name: nobody", "x-amzn-fragment-timecode-type: RELATIVE");
                Socket invoke = halfSent(server, "POST /2015-03-31/functions/" + HANDLER + "/invocations HTTP/1.1")) {
            drive(clients, journal, 120_000);
            server.signal("TERM");
            assertThat(server.awaitExit(REST_OF_STOP.plusSeconds(1))).as(server.logTail()).isZero();
            assertThat(List.of(put, media, invoke)).allMatch(Socket::isConnected);
        }
        assertThat(ServerProcess.run(launch, READY, "verify", launch.data().toString()).exitCode()).isZero();
    }

    /** A certificate that is read again and never comes, as from a file system that does not answer. */
    @Test
    void aStepThatHangsIsLeftBehindAndNamed() throws Exception {
        ServerLaunch hanging = launch.withArguments("--tls-port", Integer.toString(ServerLaunch.freePort())).withJvmOptions(STOP_WAIT + "0s");
        Path certificate = launch.data().resolve("access/certificate.pem");
        try (ServerProcess server = ServerProcess.start(hanging).awaitReady(READY); Clients clients = new Clients(server.endpoint())) {
            clients.createStream(STREAM, 1);
            put(clients, "before");
            Path fifo = directory.resolve("fifo");
            assertThat(Shell.run(directory, Map.of(), MOMENT, List.of("mkfifo", fifo.toString())).exitCode()).isZero();
            Files.move(certificate, directory.resolve("kept.pem"));
            Files.move(fifo, certificate);
            try (OutputStream neverWritten = openedByItsReader(certificate)) {
                server.signal("TERM");
                assertThat(server.awaitExit(REST_OF_STOP)).as(server.logTail()).isEqualTo(3);
                assertThat(neverWritten).isNotNull();
            }
            assertThat(server.logTail()).contains("step=certificate", "steps=[certificate]", "stopped").doesNotContain("overdue");
        }
        Files.move(directory.resolve("kept.pem"), certificate, StandardCopyOption.REPLACE_EXISTING);
        assertThat(ServerProcess.run(launch, READY, "verify", launch.data().toString()).exitCode()).isZero();
        try (ServerProcess server = ServerProcess.start(launch).awaitReady(READY); Clients clients = new Clients(server.endpoint())) {
            assertThat(clients.readAll(STREAM).values().stream().mapToInt(List::size).sum()).isEqualTo(1);
        }
    }

    /** Opening a FIFO to write waits for who reads it. */
    private static OutputStream openedByItsReader(Path fifo) throws Exception {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return Files.newOutputStream(fifo);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }).get(CALL.toSeconds(), TimeUnit.SECONDS);
    }

    /** A request of which the body does not come. */
    private static Socket halfSent(ServerProcess server, String... head) throws IOException {
        Socket socket = new Socket("127.0.0.1", server.port());
        String request = String.join("\r\n", head) + "\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\n{";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    @RepeatedTest(3)
    void aStopAskedForAsSoonAsThePortIsOpenEndsWithZero() {
        try (ServerProcess server = ServerProcess.start(launch)) {
            awaitPort(server);
            assertThat(server.terminate(STOP_USUAL)).as(server.logTail()).isZero();
        }
    }

    @Test
    void whoeverGetsAConnectionFindsEverythingRecovered() {
        try (ServerProcess server = ServerProcess.start(launch).awaitReady(READY); Clients clients = new Clients(server.endpoint())) {
            clients.createStream(STREAM, 1);
            for (int record = 0; record < RECORDS; record++) {
                put(clients, "record-" + record);
            }
            server.killAll();
        }
        try (ServerProcess server = ServerProcess.start(launch); Clients clients = new Clients(server.endpoint())) {
            awaitPort(server);
            assertThat(server.isReady()).isTrue();
            assertThat(clients.readAll(STREAM).values().stream().mapToInt(List::size).sum()).isEqualTo(RECORDS);
        }
    }

    /** Puts one record and returns when the function has begun with it. */
    private static void drive(Clients clients, Journal journal, int holdMillis) throws IOException {
        clients.createStream(STREAM, 1);
        clients.drive(STREAM, journal.jar(HANDLER), HANDLER, holding(journal, holdMillis), 10);
        put(clients, "first");
        Await.until(CALL, () -> journal.text().equals("begun.\n"), () -> "the function has begun");
    }

    private static Map<String, String> holding(Journal journal, int millis) {
        return Map.of("JOURNAL_DIRECTORY", journal.environment().get("JOURNAL_DIRECTORY"), "HOLD_MILLIS", Integer.toString(millis));
    }

    private static void put(Clients clients, String id) {
        clients.kinesis().putRecord(call -> call.streamName(STREAM).partitionKey("key").data(SdkBytes.fromUtf8String(id)));
    }

    private static void awaitPort(ServerProcess server) {
        Await.until(READY, () -> takesConnections(server), () -> "the port is open; the end of the log:\n" + server.logTail());
    }

    private static boolean takesConnections(ServerProcess server) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", server.port()));
            return true;
        } catch (IOException closed) {
            return false;
        }
    }
}
