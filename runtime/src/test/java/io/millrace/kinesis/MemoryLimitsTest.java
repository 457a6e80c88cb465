package io.millrace.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.kinesis.Calls.Answer;
import io.millrace.process.Await;
import io.millrace.stream.StoreException;
import io.millrace.stream.registry.RegistrySettings;
import io.millrace.wire.http.WireSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bodies that are too large, memory that is spent, clients that stand still. */
class MemoryLimitsTest {

    private static final Duration WAIT = Duration.ofSeconds(20);
    private static final int MIB = 1024 * 1024;
    private static final String PUT = "{\"StreamName\":\"s\",\"PartitionKey\":\"k\",\"Data\":\"YQ==\"}";

    private KinesisServer server;
    private Calls calls;

    @BeforeEach
    void open() throws Exception {
        WireSettings wire = new WireSettings(WireSettings.DATA_BYTES_MIN, WireSettings.CONTROL_BYTES_MIN, WireSettings.REPLY_BYTES_MIN, 4,
                Duration.ofMillis(300), Duration.ofSeconds(2), 2);
        server = new KinesisServer(RegistrySettings.defaults(), KinesisSettings.defaults(), wire);
        calls = server.calls();
        calls.call("CreateStream", "{\"StreamName\":\"s\"}");
    }

    @AfterEach
    void close() throws Exception {
        Await.until(WAIT, () -> server.budgets.data().usedBytes() == 0, () -> "memory is still held");
        server.close();
    }

    private static HttpRequest.BodyPublisher chunked(int bytes) {
        return HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[bytes]));
    }

    @Test
    void bodiesAreCountedWithAndWithoutLength() {
        for (HttpRequest.BodyPublisher body : List.of(HttpRequest.BodyPublishers.ofByteArray(new byte[16 * MIB]), chunked(16 * MIB))) {
            Answer answer = calls.send("Kinesis_20131202.PutRecords", Calls.JSON_TYPE, body);
            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.type()).isEqualTo("RequestEntityTooLargeException");
        }
        assertThat(calls.send("Kinesis_20131202.PutRecord", Calls.JSON_TYPE, HttpRequest.BodyPublishers.ofInputStream(
                () -> new ByteArrayInputStream(PUT.getBytes(StandardCharsets.UTF_8)))).status()).isEqualTo(200);
        assertThat(server.meters.get("millrace.wire.faults").tag("fault", "RequestEntityTooLargeException").counter().count()).isEqualTo(2);
    }

    /** One client announces a large body and sends nothing: others wait, are throttled, and go on when its time is up. */
    @Test
    void aClientThatStandsStillHoldsMemoryForABoundedTime() throws Exception {
        try (Socket still = new Socket("127.0.0.1", server.endpoint().getPort())) {
            still.getOutputStream().write(("POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Amz-Target: Kinesis_20131202.PutRecords\r\nContent-Type: " + Calls.JSON_TYPE
                    + "\r\nContent-Length: " + 15 * MIB + "\r\n\r\n{").getBytes(StandardCharsets.US_ASCII));
            Await.until(WAIT, () -> server.budgets.data().usedBytes() == 15 * MIB, () -> "no memory held");
            assertThat(calls.call("PutRecord", PUT).status()).as("small calls fit beside it").isEqualTo(200);
            Answer throttled = calls.send("Kinesis_20131202.PutRecords", Calls.JSON_TYPE, chunked(100));
            assertThat(throttled.type()).isEqualTo("ProvisionedThroughputExceededException");
            assertThat(calls.call("ListStreams", "{}").status()).as("control calls have their own").isEqualTo(200);
            String answer = new String(readAll(still.getInputStream()), StandardCharsets.US_ASCII);
            assertThat(answer).startsWith("HTTP/1.1 408").contains("RequestTimeoutException");
        }
        assertThat(calls.send("Kinesis_20131202.PutRecords", Calls.JSON_TYPE, chunked(100)).type()).isEqualTo("SerializationException");
    }

    private static byte[] readAll(InputStream in) throws IOException {
        return in.readAllBytes();
    }

    /** A client asks for 10 MiB and does not read them. */
    @Test
    void aClientThatDoesNotReadHoldsMemoryForABoundedTime() throws Exception {
        String entry = "{\"PartitionKey\":\"k\",\"Data\":\"" + "A".repeat(MIB) + "\"}";
        String put = "{\"StreamName\":\"s\",\"Records\":[" + entry + ("," + entry).repeat(11) + "]}";
        assertThat(calls.call("PutRecords", put).status()).isEqualTo(200);
        String get = "{\"ShardIterator\":\"" + calls.iterator("s", 0) + "\"}";
        try (Socket still = new Socket()) {
            still.setReceiveBufferSize(4096);
            still.connect(new InetSocketAddress("127.0.0.1", server.endpoint().getPort()));
            still.getOutputStream().write(("POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Amz-Target: Kinesis_20131202.GetRecords\r\nContent-Type: " + Calls.JSON_TYPE
                    + "\r\nContent-Length: " + get.length() + "\r\n\r\n" + get).getBytes(StandardCharsets.US_ASCII));
            Await.until(WAIT, () -> server.budgets.replies().usedBytes() > 10 * MIB, () -> "no memory held");
            Await.until(WAIT, () -> server.budgets.replies().usedBytes() == 0, () -> "held " + server.budgets.replies().usedBytes());
        }
    }

    /** Calls that wait for the disk hold their memory until they are answered. */
    @Test
    void memoryIsHeldUntilTheAnswer() {
        server.store.holdAppends();
        List<CompletableFuture<Answer>> answers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            answers.add(CompletableFuture.supplyAsync(() -> calls.call("PutRecord", PUT)));
        }
        Await.until(WAIT, () -> server.store.heldAppends() == 3, () -> "three appends wait");
        assertThat(server.budgets.data().usedBytes()).isEqualTo(3L * PUT.length());
        server.store.releaseAppends();
        assertThat(answers).allSatisfy(answer -> assertThat(answer.join().status()).isEqualTo(200));
    }

    @Test
    void aFailingStoreIsTold() {
        server.store.failNextAppends(1, new StoreException.DiskFull("full", null));
        assertThat(calls.call("PutRecord", PUT)).satisfies(answer -> {
            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.type()).isEqualTo("InternalFailureException");
        });
        server.store.failNextAppends(1, new StoreException.Busy("busy"));
        assertThat(calls.call("PutRecord", PUT).type()).isEqualTo("ProvisionedThroughputExceededException");
        calls.call("CreateStream", "{\"StreamName\":\"two\",\"ShardCount\":2}");
        String entries = "{\"StreamName\":\"two\",\"Records\":[{\"Data\":\"YQ==\",\"PartitionKey\":\"k\",\"ExplicitHashKey\":\"0\"},"
                + "{\"Data\":\"Yg==\",\"PartitionKey\":\"k\",\"ExplicitHashKey\":\"340282366920938463463374607431768211455\"}]}";
        server.store.failNextAppends(2, new StoreException.DiskFailed("broken", null));
        assertThat(calls.call("PutRecords", entries).type()).isEqualTo("InternalFailureException");
        server.store.failNextAppends(1, new StoreException.DiskFailed("broken", null));
        Answer half = calls.call("PutRecords", entries);
        assertThat(half.status()).isEqualTo(200);
        assertThat(half.body().path("FailedRecordCount").asInt()).isEqualTo(1);
        assertThat(half.body().at("/Records/0/ErrorCode").asText()).isEqualTo("InternalFailure");
        assertThat(half.body().at("/Records/0/ErrorMessage").asText()).isEqualTo("Internal service failure.");
        assertThat(half.body().at("/Records/1/ShardId").asText()).isEqualTo("shardId-000000000001");
    }
}
