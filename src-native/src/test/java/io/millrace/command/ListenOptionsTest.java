package io.millrace.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** What a command line says of where to listen, and asking whether a port is free. */
class ListenOptionsTest {

    private static final String HOST = "127.0.0.1", OTHER_HOST = "127.0.0.2";
    private static final int PROBES = 3_000, CONNECT_MILLIS = 1_000;

    private static ListenOptions read(String... arguments) {
        ListenOptions options = new ListenOptions();
        CommandSpec command = CommandSpec.create();
        options.addTo(command);
        new CommandLine(command).parseArgs(arguments);
        return options;
    }

    @Test
    void whatIsSaidCounts() {
        ListenOptions options = read("--host", OTHER_HOST, "--port", "0", "--tls-port=0", "--insecure-bind", "--make-keys");

        assertThat(options.host()).isEqualTo(OTHER_HOST);
        assertThat(options.freePort()).isZero();
        assertThat(options.freeTlsPort()).hasValue(0);
        assertThat(options.arguments()).containsExactly("--insecure-bind", "--make-keys");
    }

    @Test
    void whatIsNotSaidIsLoopbackWithoutTls() {
        ListenOptions options = read("--port", "0");

        assertThat(options.host()).isEqualTo(HOST);
        assertThat(options.freeTlsPort()).isEmpty();
        assertThat(options.arguments()).isEmpty();
    }

    @Test
    void serveIsExplainedAndNothingElseSaid() {
        StringWriter said = new StringWriter(), complained = new StringWriter();
        CommandLine serve = new CommandLine(ServeCommand.spec()).setOut(new PrintWriter(said)).setErr(new PrintWriter(complained));

        assertThat(serve.execute("--help")).isZero();

        assertThat(said.toString()).contains("[-hV] [--insecure-bind] [--make-keys] [--data=DIR]", "other than loopback", "Default: 4566");
        assertThat(complained.toString()).isEmpty();
    }

    @Test
    void aPortIsTakenWhileSomebodyListens() throws IOException {
        int port;
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
            port = listening.getLocalPort();
            assertThat(ListenOptions.isTaken(HOST, port)).isTrue();
        }
        assertThat(ListenOptions.isTaken(HOST, port)).isFalse();
    }

    /** A connection to the probe would look like a server that is up, and then break off. */
    @Test
    void askingDoesNotOpenThePort() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
            port = free.getLocalPort();
        }
        AtomicInteger connections = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(1);
        Thread client = Thread.ofPlatform().start(() -> {
            while (done.getCount() > 0) {
                try (Socket socket = new Socket()) {
                    socket.bind(new InetSocketAddress(OTHER_HOST, 0)); // lest it connects to itself
                    socket.connect(new InetSocketAddress(HOST, port), CONNECT_MILLIS);
                    connections.incrementAndGet();
                } catch (IOException refused) {
                    Thread.onSpinWait();
                }
            }
        });
        for (int probe = 0; probe < PROBES; probe++) {
            ListenOptions.isTaken(HOST, port);
        }
        done.countDown();
        client.join();
        assertThat(connections).hasValue(0);
    }
}
