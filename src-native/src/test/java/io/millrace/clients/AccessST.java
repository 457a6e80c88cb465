package io.millrace.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.access.AccessKey;
import io.millrace.access.KeyFile;
import io.millrace.process.Await;
import io.millrace.process.ServerLaunch;
import io.millrace.process.ServerProcess;
import io.millrace.usage.Shell;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.LambdaException;
import software.amazon.awssdk.services.lambda.model.State;

/** A server with access keys and a TLS port: whose signature is right gets in, with every client; nobody else does. */
class AccessST {

    private static final Path COMMAND_LINE = Path.of("/usr/bin/aws"), CURL = Path.of("/usr/bin/curl");
    private static final Duration START = Duration.ofSeconds(60), STEP = Duration.ofSeconds(90), STOP = Duration.ofSeconds(30), SOON = Duration.ofSeconds(20);
    private static final AccessKey KEY = AccessKey.random("TEST"), FROM_ENVIRONMENT = AccessKey.random("TEST");
    private static final String STREAM = "access";
    private static final int KIB = 1024;

    @TempDir
    private static Path directory;
    private static ServerProcess server;
    private static URI https;
    private static Path certificate;

    @BeforeAll
    static void start() throws IOException {
        KeyFile.write(directory.resolve("keys"), KEY);
        int tlsPort = ServerLaunch.freePort();
        server = ServerProcess.start(ServerLaunch.on(directory.resolve("data")).withArguments("--tls-port", Integer.toString(tlsPort))
                .withEnvironment("MILLRACE_ACCESS_KEY_FILE", directory.resolve("keys").toString())
                .withEnvironment("MILLRACE_ACCESS_KEYS", FROM_ENVIRONMENT.id() + ":" + FROM_ENVIRONMENT.secret())).awaitReady(START);
        https = URI.create("https://localhost:" + tlsPort);
        certificate = directory.resolve("data/access/certificate.pem");
        try (KinesisClient kinesis = clients(server.endpoint(), KEY).kinesis()) {
            kinesis.createStream(call -> call.streamName(STREAM).shardCount(1));
            kinesis.waiter().waitUntilStreamExists(call -> call.streamName(STREAM));
        }
    }

    @AfterAll
    static void stop() {
        try (ServerProcess ending = server) {
            assertThat(ending.terminate(STOP)).as(ending.logTail()).isZero();
        }
    }

    static Stream<URI> endpoints() {
        return Stream.of(server.endpoint(), https);
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void theJavaSdkGetsInWithItsKeysOverEveryProtocol(URI endpoint) {
        List<PutRecordsRequestEntry> many = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            many.add(PutRecordsRequestEntry.builder().partitionKey("k").data(SdkBytes.fromByteArray(new byte[400 * KIB])).build());
        }
        for (AccessKey key : List.of(KEY, FROM_ENVIRONMENT)) {
            SignedClients clients = clients(endpoint, key);
            try (KinesisClient kinesis = clients.kinesis(); KinesisAsyncClient http1 = clients.kinesisAsync1(); KinesisAsyncClient http2 = clients.kinesisAsync2();
                    LambdaClient functions = clients.lambda()) {
                assertThat(kinesis.listStreams().streamNames()).contains(STREAM);
                assertThat(kinesis.putRecords(call -> call.streamName(STREAM).records(many)).failedRecordCount()).isZero();
                assertThat(http1.putRecords(call -> call.streamName(STREAM).records(many)).join().failedRecordCount()).isZero();
                assertThat(http2.putRecords(call -> call.streamName(STREAM).records(many)).join().failedRecordCount()).isZero();
                assertThat(functions.listFunctions(call -> call.maxItems(5)).functions()).isNotNull();
                assertThatThrownBy(() -> functions.invoke(call -> call.functionName("nobody").payload(SdkBytes.fromByteArray(new byte[200 * KIB]))))
                        .isInstanceOfSatisfying(LambdaException.class, refusal -> assertThat(refusal.statusCode()).isEqualTo(404));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void theJavaSdkIsRefusedInTheServicesOwnWords(URI endpoint) {
        SignedClients wrong = clients(endpoint, new AccessKey(KEY.id(), AccessKey.random("X").secret())), nobody = clients(endpoint, AccessKey.random("TEST"));
        try (KinesisClient kinesis = wrong.kinesis(); LambdaClient functions = wrong.lambda(); KinesisClient stranger = nobody.kinesis();
                KinesisAsyncClient http2 = wrong.kinesisAsync2()) {
            assertThatThrownBy(kinesis::listStreams).isInstanceOfSatisfying(KinesisException.class, refusal -> {
                assertThat(refusal.statusCode()).isEqualTo(400);
                assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo("InvalidSignatureException");
            });
            assertThatThrownBy(() -> http2.listStreams().join()).hasMessageContaining("does not match the signature you provided");
            assertThatThrownBy(() -> kinesis.putRecord(call -> call.streamName(STREAM).partitionKey("k").data(SdkBytes.fromByteArray(new byte[900 * KIB]))))
                    .isInstanceOf(KinesisException.class).hasMessageContaining("does not match the signature you provided");
            assertThatThrownBy(functions::listFunctions).isInstanceOfSatisfying(LambdaException.class, refusal -> {
                assertThat(refusal.statusCode()).isEqualTo(403);
                assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo("InvalidSignatureException");
            });
            assertThatThrownBy(stranger::listStreams).isInstanceOfSatisfying(KinesisException.class,
                    refusal -> assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo("UnrecognizedClientException"));
        }
    }

    @Test
    void theCommandLineGetsInWithItsKeysOnly() throws IOException {
        assumeTrue(Files.isExecutable(COMMAND_LINE), "the AWS command line is not installed");
        Path payload = Files.write(directory.resolve("payload"), new byte[300 * KIB]);
        for (URI endpoint : List.of(server.endpoint(), https)) {
            assertThat(aws(KEY, endpoint, "kinesis", "list-streams", "--query", "StreamNames")).returns(0, Shell.Result::exitCode)
                    .extracting(Shell.Result::output).asString().contains(STREAM);
            assertThat(aws(KEY, endpoint, "kinesis", "put-record", "--stream-name", STREAM, "--partition-key", "k", "--data", "fileb://" + payload)
                    .exitCode()).isZero();
            assertThat(aws(KEY, endpoint, "lambda", "list-functions").exitCode()).isZero();
            assertThat(aws(KEY, endpoint, "sts", "get-caller-identity", "--query", "Account").output().strip()).isEqualTo(AwsSdk.ACCOUNT);
            assertThat(aws(AccessKey.random("TEST"), endpoint, "sts", "get-caller-identity").exitCode()).isNotZero();
            assertThat(aws(AccessKey.random("TEST"), endpoint, "lambda", "list-functions").output())
                    .contains("(UnrecognizedClientException)", "The security token included in the request is invalid.");
            assertThat(aws(new AccessKey(KEY.id(), AccessKey.random("X").secret()), endpoint, "kinesis", "put-record", "--stream-name", STREAM,
                    "--partition-key", "k", "--data", "fileb://" + payload).output()).contains("(InvalidSignatureException)");
        }
    }

    @Test
    void botoGetsInWithItsKeysOnly() throws IOException {
        assumeTrue(Shell.run(directory, Map.of(), STEP, List.of("python3", "-c", "import boto3")).exitCode() == 0, "boto3 is not installed");
        Path script = directory.resolve("access.py");
        try (InputStream source = AccessST.class.getResourceAsStream("/clients/access.py")) {
            Files.copy(source, script, StandardCopyOption.REPLACE_EXISTING);
        }
        for (URI endpoint : List.of(server.endpoint(), https)) {
            Shell.Result result = Shell.run(directory, credentials(KEY), STEP, List.of("python3", script.toString(), endpoint.toString(), certificate.toString()));

            assertThat(result.output()).endsWith("all well\n");
        }
    }

    @Test
    void curlTrustsTheCertificateAndSpeaksBothProtocols() {
        assumeTrue(Files.isExecutable(CURL), "curl is not installed");
        for (String version : List.of("--http1.1", "--http2")) {
            Shell.Result answer = Shell.run(directory, Map.of(), STEP, List.of(CURL.toString(), "-sS", version, "--cacert", certificate.toString(), "-o", "/dev/null",
                    "-w", "%{http_code} %{http_version}", https + "/q/health/ready"));
            assertThat(answer.output()).isEqualTo("200 " + (version.equals("--http2") ? "2" : "1.1"));
        }
        assertThat(Shell.run(directory, Map.of(), STEP, List.of(CURL.toString(), "-sS", https + "/q/health/ready")).output()).contains("certificate");
        assertThat(Shell.run(directory, Map.of(), STEP, List.of(CURL.toString(), "-sS", "--aws-sigv4", "aws:amz:us-east-1:millrace", "--user",
                KEY.id() + ":" + KEY.secret(), server.endpoint() + "/q/metrics")).output()).contains("millrace_access_held_bytes");
    }

    @Test
    void onlyHealthIsToldToEverybody() throws Exception {
        assertThat(get(server.endpoint().resolve("/q/health/ready")).statusCode()).isEqualTo(200);
        assertThat(get(server.endpoint().resolve("/q/health/live")).statusCode()).isEqualTo(200);
        for (String path : List.of("/", "/q/metrics", "/q/health/../metrics", "/2015-03-31/functions", "/2015-03-31/functions/", "//2015-03-31/functions",
                "/2015-03-31/event-source-mappings", "/2017-03-31/tags/x", "/describeStream", "/getMedia", "/nowhere")) {
            assertThat(get(URI.create(server.endpoint() + path)).statusCode()).as(path).isEqualTo(403);
        }
    }

    @Test
    void functionsCallWithAKeyOfTheServersOwnAndTheirCodeIsLinked() throws Exception {
        try (LambdaClient functions = clients(https, KEY).lambda()) {
            SdkBytes code = FunctionArchive.bytes(FunctionArchive.jar(Files.createDirectories(directory.resolve("key-function")), "KeyFunction"));
            functions.createFunction(call -> call.functionName("key").runtime("java21").handler("KeyFunction::handleRequest").role(AwsSdk.ROLE).timeout(30)
                    .memorySize(128).code(zip -> zip.zipFile(code)));
            Await.until(STEP, () -> functions.getFunction(call -> call.functionName("key")).configuration().state() == State.ACTIVE, () -> "the function is active");

            JsonNode told = new ObjectMapper().readTree(functions.invoke(call -> call.functionName("key").payload(SdkBytes.fromUtf8String("{}"))).payload().asByteArray());

            SignedClients own = new SignedClients(URI.create(told.get("endpoint").asText()), told.get("id").asText(), told.get("secret").asText(), certificate);
            assertThat(own.keyId()).isNotEqualTo(KEY.id());
            try (KinesisClient kinesis = own.kinesis()) {
                assertThat(kinesis.listStreams().streamNames()).contains(STREAM);
            }
            String location = clientsLocation();
            HttpRequest follow = HttpRequest.newBuilder(URI.create(location)).build();
            try (HttpClient client = HttpClient.newHttpClient()) {
                assertThat(client.send(follow, HttpResponse.BodyHandlers.ofByteArray()).body()).isEqualTo(code.asByteArray());
                String forged = location.substring(0, location.length() - 1) + (location.endsWith("0") ? "1" : "0");
                assertThat(get(URI.create(forged)).statusCode()).isEqualTo(403);
                assertThat(get(URI.create(location.substring(0, location.indexOf('?')))).statusCode()).isEqualTo(403);
            }
        }
    }

    private static String clientsLocation() {
        try (LambdaClient functions = clients(server.endpoint(), KEY).lambda()) {
            return functions.getFunction(call -> call.functionName("key")).code().location();
        }
    }

    @Test
    void aKeyTakenOutOfTheFileIsOutAtOnce() throws IOException {
        AccessKey another = AccessKey.random("TEST");
        Path keys = directory.resolve("keys");
        String before = Files.readString(keys);
        try (KinesisClient kinesis = clients(server.endpoint(), another).kinesis()) {
            assertThatThrownBy(kinesis::listStreams).isInstanceOf(KinesisException.class);
            Files.writeString(keys, before + "[another]\naws_access_key_id = " + another.id() + "\naws_secret_access_key = " + another.secret() + "\n");
            Await.until(SOON, () -> getsIn(kinesis), () -> "the new key is known");
            Files.writeString(keys, before);
            Await.until(SOON, () -> !getsIn(kinesis), () -> "the key is forgotten");
        }
    }

    private static boolean getsIn(KinesisClient kinesis) {
        try {
            kinesis.listStreams();
            return true;
        } catch (KinesisException refused) {
            return false;
        }
    }

    private static SignedClients clients(URI endpoint, AccessKey key) {
        return new SignedClients(endpoint, key.id(), key.secret(), certificate == null ? directory.resolve("data/access/certificate.pem") : certificate);
    }

    private static HttpResponse<String> get(URI uri) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    private static Map<String, String> credentials(AccessKey key) {
        return Map.of("AWS_ACCESS_KEY_ID", key.id(), "AWS_SECRET_ACCESS_KEY", key.secret(), "AWS_PAGER", "", "AWS_CONFIG_FILE", "/dev/null",
                "AWS_SHARED_CREDENTIALS_FILE", "/dev/null");
    }

    private static Shell.Result aws(AccessKey key, URI endpoint, String... arguments) {
        List<String> command = new ArrayList<>(List.of(COMMAND_LINE.toString(), "--endpoint-url", endpoint.toString(), "--output", "text"));
        if (endpoint.getScheme().equals("https")) {
            command.addAll(List.of("--ca-bundle", certificate.toString()));
        }
        command.addAll(List.of(arguments));
        return Shell.run(directory, credentials(key), STEP, command);
    }
}
