package io.millrace.firehose.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Stores that fail, hang, answer nonsense or half, or drop the connection: always a receipt, in time, that says to try again. */
class S3FaultsTest {

    private ServerSocket store;
    private S3Bucket bucket;

    @BeforeEach
    void start() throws IOException {
        store = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        bucket = S3Bucket.open(new S3Settings(Optional.of(URI.create("http://127.0.0.1:" + store.getLocalPort())), "us-east-1", true,
                Optional.of(new S3Settings.Credentials("a", "b", Optional.empty())), false, 64L * 1024 * 1024, 5L * 1024 * 1024, Duration.ofSeconds(2),
                Duration.ofSeconds(1)), "bucket", Optional.empty());
    }

    @AfterEach
    void stop() throws IOException {
        bucket.close();
        store.close();
    }

    @Test
    void errorsAreRetried() {
        String error = "<Error><Code>AccessDenied</Code><Message>no</Message></Error>";
        answer("HTTP/1.1 403 Forbidden\r\nContent-Type: application/xml\r\nContent-Length: " + error.length() + "\r\n\r\n" + error);
        assertThat(code(10)).isEqualTo("S3.AccessDenied");
        answer("HTTP/1.1 500 Broken\r\nContent-Length: 0\r\n\r\n");
        assertThat(code(10)).startsWith("S3.");
        answer("HTTP/1.1 429 Slow\r\nContent-Length: 0\r\n\r\n");
        assertThat(code(10)).startsWith("S3.");
    }

    @Test
    void halfAnAnswerAndNoneAreRetried() {
        answer("HTTP/1.1 500 Broken\r\nContent-Length: 500\r\n\r\n<Err");
        assertThat(code(10)).startsWith("S3.");
        answer("");
        assertThat(code(10)).isEqualTo("S3.ConnectionFailed");
        answer("HTTP/1.1 2");
        assertThat(code(10)).startsWith("S3.");
    }

    @Test
    void aStoreThatDoesNotReadIsGivenUpInTime() {
        assertThat(code(32 * 1024 * 1024)).isEqualTo("S3.ConnectionFailed");
    }

    @Test
    void aStoreThatDoesNotAnswerIsGivenUpInTime() {
        assertThat(code(10)).isEqualTo("S3.ConnectionFailed");
    }

    private String code(int bytes) {
        Receipt receipt = bucket.deliver(new Parcel("object", new S3BucketContractTest.Bytes(new byte[bytes]), 1));
        assertThat(receipt).isInstanceOf(Receipt.Retryable.class);
        return ((Receipt.Retryable) receipt).code();
    }

    /** From now on, to the next connections; after that the connection is closed. */
    private volatile byte[] answer = new byte[0];
    private boolean answering;

    private void answer(String text) {
        answer = text.getBytes(StandardCharsets.UTF_8);
        if (!answering) {
            answering = true;
            Thread.ofPlatform().daemon().start(this::serve);
        }
    }

    private void serve() {
        while (!store.isClosed()) {
            try (Socket socket = store.accept()) {
                InputStream in = socket.getInputStream();
                in.read();
                while (in.available() > 0) {
                    in.skip(in.available());
                    LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
                }
                socket.getOutputStream().write(answer);
                socket.shutdownOutput();
                socket.setSoTimeout(500);
                in.readAllBytes();
            } catch (IOException e) {
                assertThat(e).isNotNull();
            }
        }
    }
}
