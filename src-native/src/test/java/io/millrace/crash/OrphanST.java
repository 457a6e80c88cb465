package io.millrace.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;

import io.millrace.process.Await;
import io.millrace.process.ProcessTable;
import io.millrace.process.ServerLaunch;
import io.millrace.process.ServerProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A worker that does not notice its server's death dies with it all the same, and a process it started itself is found and killed by the next
 * start. (A worker waiting for its next event would end by itself, which proves nothing.)
 */
class OrphanST {

    private static final String HANDLER = "StubbornFunction";
    private static final Duration READY = Duration.ofSeconds(60), INVOKED = Duration.ofSeconds(30), DEATH = Duration.ofSeconds(5);

    @TempDir
    private Path directory;

    @Test
    void noWorkerOutlivesItsServerAndNoGrandchildTheNextStart() throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        Journal journal = new Journal(Files.createDirectory(directory.resolve("journal")));
        ServerLaunch launch = ServerLaunch.on(directory.resolve("data"));
        try (ServerProcess server = ServerProcess.start(launch).awaitReady(READY); Clients clients = new Clients(server.endpoint())) {
            clients.deploy(journal.jar(HANDLER), HANDLER, journal.environment());
            Thread.ofPlatform().daemon().uncaughtExceptionHandler((thread, ended) -> { }).start(() -> invoke(clients));
            Await.until(INVOKED, () -> journal.text().endsWith("\n"), () -> "the function is running; the end of the log:\n" + server.logTail());
            server.killServerOnly();
        }
        long worker = Long.parseLong(journal.text().strip().split(" ")[0]), grandchild = Long.parseLong(journal.text().strip().split(" ")[1]);
        Await.until(DEATH, () -> !ProcessTable.alive(worker), () -> "the worker has died: " + ProcessTable.commandLine(worker));
        try (ServerProcess server = ServerProcess.start(launch).awaitReady(READY)) {
            Await.until(DEATH, () -> !ProcessTable.alive(grandchild), () -> "the worker's child was killed: " + ProcessTable.commandLine(grandchild));
            assertThat(server.isAlive()).isTrue();
        }
    }

    /** Ends with an exception of the client's when the server is killed; nobody waits for it. */
    private static void invoke(Clients clients) {
        clients.lambda().invoke(call -> call.functionName(HANDLER));
    }
}
