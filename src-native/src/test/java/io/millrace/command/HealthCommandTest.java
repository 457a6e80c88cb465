package io.millrace.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the health command makes of an answer, and of none. */
class HealthCommandTest {

    private final List<String> asked = new ArrayList<>();
    private HttpServer server;
    private int status;

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    @ParameterizedTest
    @CsvSource({"200, 0", "503, 1", "404, 1"})
    void readyIsWhatAnswers200(int answered, int exitCode) {
        status = answered;

        assertThat(Main.run("health", "--port", Integer.toString(server.getAddress().getPort()))).isEqualTo(exitCode);
        assertThat(asked).containsExactly("GET /q/health/ready");
    }

    @Test
    void nobodyIsNotReady() {
        int port = server.getAddress().getPort();
        server.stop(0);

        assertThat(Main.run("health", "--port", Integer.toString(port), "--timeout", "1")).isEqualTo(1);
    }

    @Test
    void aWrongTimeoutIsRefused() {
        assertThat(Main.run("health", "--timeout", "0")).isEqualTo(1);
        assertThat(Main.run("health", "--timeout", "soon")).isEqualTo(2);
    }
}
