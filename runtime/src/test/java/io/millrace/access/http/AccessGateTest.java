package io.millrace.access.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.access.AwsSigner;
import io.millrace.access.AwsSigner.Form;
import io.millrace.access.HandRequest;
import io.millrace.process.Await;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AccessGateTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String FUNCTIONS = "/2015-03-31/functions";
    private static final Map<String, String> JSON_CALL =
            Map.of("X-Amz-Target", "Kinesis_20131202.Count", "Content-Type", "application/x-amz-json-1.1");
    private static final int MIB = 1024 * 1024, LARGE_BYTES = 100_000;

    @TempDir
    private Path directory;
    private GuardedServer server;
    private HttpClient http1;
    private HttpClient http2;

    private record Answer(int status, Map<String, String> headers, String body) {
        String header(String name) {
            return headers.get(name.toLowerCase(Locale.ROOT));
        }
    }

    @BeforeEach
    void start() throws Exception {
        server = new GuardedServer(directory);
        http1 = server.vertx.createHttpClient(new HttpClientOptions());
        http2 = server.vertx.createHttpClient(new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false));
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void bodiesOfEveryLengthComeToTheirRouteAsTheyWereSigned(Form form) throws Exception {
        for (int length : new int[] {0, 1, 1000, 65_536, 65_537, 200_000, 5 * MIB}) {
            byte[] body = bytes(length);
            HandRequest request = sign(form, "lambda", "POST", FUNCTIONS, Map.of("Content-Type", "application/zip"), body);
            for (HttpClient client : new HttpClient[] {http1, http2}) {
                Answer answer = send(client, request);

                assertThat(answer).as("%s of %d", form, length).returns(200, Answer::status).returns(hash(body), Answer::body);
                assertThat(answer.header("Received-Length")).isEqualTo(Integer.toString(length));
            }
        }
        Await.until(SOON, () -> server.heldBytes() == 0, () -> "all is given back: " + server.heldBytes());
        assertThat(Files.list(directory)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void callsByTargetAreTaken(Form form) throws Exception {
        for (int length : new int[] {2, 70_000, 3 * MIB}) {
            HandRequest request = sign(form, "kinesis", "POST", "/", JSON_CALL, bytes(length));

            assertThat(send(http1, request)).as("%s of %d", form, length).returns(200, Answer::status);
            assertThat(send(http2, request)).as("%s of %d", form, length).returns(200, Answer::status);
        }
    }

    @Test
    void noRouteSeesABodyThatIsNotTheSignedOne() throws Exception {
        for (Form form : new Form[] {Form.HEADER, Form.QUERY, Form.CHUNKED}) {
            for (int length : new int[] {10, 70_000, 3 * MIB}) {
                for (boolean functions : new boolean[] {true, false}) {
                    HandRequest request = functions ? sign(form, "lambda", "POST", FUNCTIONS, Map.of(), bytes(length))
                            : sign(form, "kinesis", "POST", "/", JSON_CALL, bytes(length));
                    byte[] altered = request.body().clone();
                    altered[altered.length / 2] ^= 1;
                    HandRequest forged = new HandRequest(request.method(), request.path(), request.query(), request.headers(), altered);

                    Answer answer = send(functions ? http1 : http2, forged);

                    assertThat(answer.status()).isEqualTo(functions ? 403 : 400);
                    assertThat(answer.body()).contains("The request signature we calculated does not match");
                }
            }
        }
        assertThat(server.calls).hasValue(0);
        Await.until(SOON, () -> server.heldBytes() == 0, () -> "all is given back: " + server.heldBytes());
    }

    @Test
    void refusalsHaveTheFormOfTheirApi() throws Exception {
        Answer json = send(http1, plain("POST", "/", JSON_CALL));
        assertThat(json).returns(400, Answer::status)
                .returns("{\"__type\":\"MissingAuthenticationTokenException\",\"message\":\"Missing Authentication Token\"}", Answer::body);
        assertThat(json.header("Content-Type")).isEqualTo("application/x-amz-json-1.1");
        assertThat(json.header("Date")).isEqualTo("Sun, 1 Mar 2026 12:00:00 GMT");

        Answer cbor = send(http1, plain("POST", "/", Map.of("X-Amz-Target", "Kinesis_20131202.Count", "Content-Type", "application/x-amz-cbor-1.1")));
        assertThat(cbor.status()).isEqualTo(400);
        assertThat(cbor.body()).contains("__type", "MissingAuthenticationTokenException", "Missing Authentication Token");

        Answer nothing = send(http1, plain("GET", "/", Map.of()));
        assertThat(nothing).returns(403, Answer::status).returns("<MissingAuthenticationTokenException>\n  <Message>Missing Authentication Token</Message>\n"
                + "</MissingAuthenticationTokenException>\n", Answer::body);

        Answer rest = send(http1, plain("GET", FUNCTIONS, Map.of()));
        assertThat(rest).returns(403, Answer::status).returns("{\"message\":\"Missing Authentication Token\"}", Answer::body);
        assertThat(rest.header("x-amzn-ErrorType")).isEqualTo("MissingAuthenticationTokenException");
    }

    @Test
    void everyPathIsGuardedButTheOpenOne() throws Exception {
        for (String path : new String[] {"/", "//", "/.", "/unread", "/open/", "/open/x", "//open", "/x/../open", "/%6fpen", "/stream", "/q/metrics", "/nowhere"}) {
            assertThat(send(http1, plain("GET", path, Map.of())).status()).as(path).isEqualTo(403);
        }
        assertThat(server.calls).hasValue(0);
        assertThat(send(http1, plain("GET", "/open", Map.of())).status()).isEqualTo(200);
    }

    @Test
    void aScopeIsForTheServiceOfThePath() throws Exception {
        assertThat(send(http1, sign(Form.HEADER, "kinesis", "GET", FUNCTIONS, Map.of(), new byte[0])).body())
                .contains("Credential should be scoped to correct service: 'lambda'.");
        assertThat(send(http1, sign(Form.HEADER, "lambda", "POST", "/", JSON_CALL, bytes(2))).body())
                .contains("Credential should be scoped to correct service: 'kinesis'.");
        assertThat(send(http1, sign(Form.HEADER, "lambda", "POST", "//", JSON_CALL, bytes(2))).body())
                .contains("Credential should be scoped to correct service: 'kinesis'.");
        assertThat(send(http1, sign(Form.HEADER, "whatever", "GET", "/unread", Map.of(), new byte[0])).status()).isEqualTo(200);
    }

    @Test
    void aStreamIsLeftAloneOnceItsHeadIsVerified() throws Exception {
        HandRequest head = sign(Form.CHUNKED, "kinesisvideo", "POST", "/stream", Map.of(), bytes(200_000));
        byte[] raw = bytes(head.body().length);
        HandRequest stream = new HandRequest(head.method(), head.path(), head.query(), head.headers(), raw);

        assertThat(send(http1, stream)).returns(200, Answer::status).returns(hash(raw), Answer::body);
        HandRequest forged = new HandRequest(head.method(), "/stream/", head.query(), head.headers(), raw);
        assertThat(send(http1, forged).status()).isEqualTo(403);
    }

    @Test
    void whatARouteDoesNotReadIsGivenBack() throws Exception {
        HandRequest request = sign(Form.HEADER, "any", "POST", "/unread", Map.of(), bytes(300_000));

        assertThat(send(http1, request)).returns("unread", Answer::body);
        Await.until(SOON, () -> server.heldBytes() == 0, () -> "all is given back: " + server.heldBytes());
    }

    @Test
    void aWrongHeadIsAnsweredBeforeAnyOfItsBodyComes() throws Exception {
        HandRequest right = sign(Form.HEADER, "lambda", "POST", FUNCTIONS, Map.of(), bytes(1000));
        String signature = right.headers("authorization").getFirst();
        for (String length : new String[] {"Content-Length: 8000000", "Transfer-Encoding: chunked"}) {
            try (Socket socket = new Socket("127.0.0.1", server.port())) {
                OutputStream out = socket.getOutputStream();
                out.write(("POST " + FUNCTIONS + " HTTP/1.1\r\nHost: " + server.authority() + "\r\n" + length + "\r\nx-amz-date: "
                        + right.headers("x-amz-date").getFirst() + "\r\nx-amz-content-sha256: " + "0".repeat(64) + "\r\nAuthorization: " + signature
                        + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
                out.flush();
                socket.setSoTimeout((int) SOON.toMillis());
                InputStream in = socket.getInputStream();

                assertThat(new String(in.readNBytes(12), StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 403");
            }
        }
        assertThat(server.heldBytes()).isZero();
    }

    @Test
    void whoLeavesInTheMiddleOfABodyHoldsNothing() throws Exception {
        HandRequest right = sign(Form.HEADER, "lambda", "POST", FUNCTIONS, Map.of(), bytes(1_000_000));
        try (Socket leaving = new Socket("127.0.0.1", server.port())) {
            StringBuilder head = new StringBuilder("POST " + FUNCTIONS + " HTTP/1.1\r\nContent-Length: 1000000\r\n");
            right.headers().forEach((name, values) -> values.forEach(value -> head.append(name).append(": ").append(value).append("\r\n")));
            leaving.getOutputStream().write(head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
            leaving.getOutputStream().write(right.body(), 0, 500_000);
            leaving.getOutputStream().flush();
            Await.until(SOON, () -> server.heldBytes() > 1_000_000, () -> "it holds memory and disk: " + server.heldBytes());
        }
        Await.until(SOON, () -> server.heldBytes() == 0, () -> "all is given back: " + server.heldBytes());
        assertThat(server.calls).hasValue(0);
    }

    @Test
    void aBodyThatIsTooLongIsRefused() throws Exception {
        HandRequest request = sign(Form.HEADER, "lambda", "POST", FUNCTIONS, Map.of(), bytes(GuardedServer.BODY_BYTES_MAX + 1));

        assertThat(send(http1, request)).returns(413, Answer::status);
        assertThat(server.calls).hasValue(0);
    }

    @Test
    void bodiesThatAreNotVerifiedShareTheirBounds() throws Exception {
        IntakeSettings tight = new IntakeSettings(directory, GuardedServer.BODY_BYTES_MAX, BodyIntake.CLAIM_BYTES, GuardedServer.BODY_BYTES_MAX, 1,
                Duration.ofMillis(50), Duration.ofMinutes(1));
        try (GuardedServer bounded = new GuardedServer(directory, tight); Socket slow = new Socket("127.0.0.1", bounded.port())) {
            HandRequest right = large(bounded);
            sendHead(slow, right, LARGE_BYTES);
            Await.until(SOON, () -> bounded.heldBytes() == 100_000, () -> "the slow one holds its share");
            HttpClient client = bounded.vertx.createHttpClient();

            assertThat(send(client, right, bounded)).returns(429, Answer::status);
            slow.getOutputStream().write(right.body());
            slow.getOutputStream().flush();
            Await.until(SOON, () -> bounded.heldBytes() == 0, () -> "it has given it back");
            assertThat(send(client, right, bounded)).returns(200, Answer::status);
        }
    }

    @Test
    void whoGetsNoRoomOnTheDiskKeepsNoneInMemory() throws Exception {
        IntakeSettings tight = new IntakeSettings(directory, GuardedServer.BODY_BYTES_MAX, MIB, GuardedServer.BODY_BYTES_MAX, 1, Duration.ofMillis(50),
                Duration.ofMinutes(1));
        try (GuardedServer bounded = new GuardedServer(directory, tight); Socket slow = new Socket("127.0.0.1", bounded.port())) {
            fillDisk(bounded, slow, GuardedServer.BODY_BYTES_MAX);
            double full = bounded.heldBytes();
            HandRequest right = large(bounded);
            HttpClient client = bounded.vertx.createHttpClient();

            assertThat(send(client, right, bounded)).as("its wait is over").returns(429, Answer::status);
            Await.until(SOON, () -> bounded.heldBytes() == full, () -> "held: " + bounded.heldBytes() + ", before: " + full);
            List<Future<Answer>> together = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                together.add(begin(client, right, bounded));
            }
            for (Future<Answer> each : together) {
                assertThat(await(each)).as("the line is full, or the wait over").returns(429, Answer::status);
            }
            Await.until(SOON, () -> bounded.heldBytes() == full, () -> "held: " + bounded.heldBytes() + ", before: " + full);
            slow.close();
            Await.until(SOON, () -> bounded.heldBytes() == 0, () -> "held: " + bounded.heldBytes());
            assertThat(send(client, right, bounded)).returns(200, Answer::status);
        }
    }

    /** The time of the large body that has the disk is many times that of the one that waits. */
    @Test
    void whoseTimeIsOverWhileItWaitsForTheDiskKeepsNoneInMemory() throws Exception {
        int vast = 512 * MIB;
        IntakeSettings hurried = new IntakeSettings(directory, vast, MIB, vast, 1, Duration.ofMinutes(5), Duration.ofSeconds(1));
        try (GuardedServer bounded = new GuardedServer(directory, hurried); Socket slow = new Socket("127.0.0.1", bounded.port())) {
            fillDisk(bounded, slow, vast);
            double full = bounded.heldBytes();

            assertThat(send(bounded.vertx.createHttpClient(), large(bounded), bounded)).returns(408, Answer::status);
            Await.until(SOON, () -> bounded.heldBytes() == full, () -> "held: " + bounded.heldBytes() + ", before: " + full);
        }
    }

    /** Begins a body that has all of the disk. */
    private static void fillDisk(GuardedServer bounded, Socket slow, int diskBytes) throws Exception {
        HandRequest vast = large(bounded);
        sendHead(slow, vast, diskBytes);
        slow.getOutputStream().write(vast.body());
        slow.getOutputStream().flush();
        Await.until(SOON, () -> bounded.heldBytes() == (double) diskBytes + BodyIntake.CLAIM_BYTES, () -> "held: " + bounded.heldBytes());
    }

    /** One whose body does not wait in memory. */
    private static HandRequest large(GuardedServer to) {
        return new AwsSigner(GuardedServer.KEY, "us-east-1", "lambda", GuardedServer.NOW).sign(Form.HEADER, "POST",
                URI.create("http://" + to.authority() + FUNCTIONS), Map.of(), bytes(LARGE_BYTES));
    }

    private static void sendHead(Socket socket, HandRequest request, int length) throws IOException {
        StringBuilder head = new StringBuilder("POST " + FUNCTIONS + " HTTP/1.1\r\nContent-Length: " + length + "\r\n");
        request.headers().forEach((name, values) -> values.forEach(value -> head.append(name).append(": ").append(value).append("\r\n")));
        socket.getOutputStream().write(head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    private HandRequest sign(Form form, String service, String method, String path, Map<String, String> headers, byte[] body) {
        String scheme = form == Form.HEADER_UNSIGNED_PAYLOAD ? "https" : "http";
        return new AwsSigner(GuardedServer.KEY, "us-east-1", service, GuardedServer.NOW).sign(form, method,
                URI.create(scheme + "://" + server.authority() + path), headers, body);
    }

    private HandRequest plain(String method, String path, Map<String, String> headers) {
        return HandRequest.of(method, path, "", headers, "");
    }

    private Answer send(HttpClient client, HandRequest request) throws Exception {
        return send(client, request, server);
    }

    private static Answer send(HttpClient client, HandRequest request, GuardedServer to) throws Exception {
        return await(begin(client, request, to));
    }

    private static Answer await(Future<Answer> answer) throws Exception {
        return answer.toCompletionStage().toCompletableFuture().get(SOON.toSeconds(), TimeUnit.SECONDS);
    }

    private static Future<Answer> begin(HttpClient client, HandRequest request, GuardedServer to) {
        RequestOptions options = new RequestOptions().setHost("127.0.0.1").setPort(to.port()).setMethod(HttpMethod.valueOf(request.method()))
                .setURI(request.path() + (request.query().isEmpty() ? "" : "?" + request.query()));
        return client.request(options).compose(call -> {
            request.headers().forEach((name, values) -> {
                if (!name.equals("host") && !name.equals("content-length")) {
                    call.putHeader(name, values);
                }
            });
            return call.send(Buffer.buffer(request.body())).compose(AccessGateTest::read);
        });
    }

    private static Future<Answer> read(HttpClientResponse response) {
        Map<String, String> headers = new HashMap<>();
        response.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        return response.body().map(body -> new Answer(response.statusCode(), headers, body.toString(StandardCharsets.UTF_8)));
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static String hash(byte[] bytes) {
        return HexFormat.of().formatHex(GuardedServer.sha256().digest(bytes));
    }
}
