package io.millrace.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.net.http.HttpClient.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

import io.millrace.process.Await;
import io.millrace.process.ServerLaunch;
import io.millrace.process.ServerProcess;
import io.millrace.usage.Shell;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** The TLS port of the packaged program: its own certificate and the operator's, HTTP/1.1, and HTTP/2 by ALPN. */
class TlsST {

    private static final Path CURL = Path.of("/usr/bin/curl");
    private static final Duration START = Duration.ofSeconds(60), STEP = Duration.ofSeconds(60), STOP = Duration.ofSeconds(30);
    private static final String STREAM = "tls", SHARD = "shardId-000000000000";
    private static final int RECORD_BYTES = 1_000_000;

    @TempDir
    private Path directory;
    private ServerLaunch launch;
    private URI https;
    private Path own;

    @BeforeEach
    void launch() {
        int port = ServerLaunch.freePort();
        launch = ServerLaunch.on(directory.resolve("data")).withArguments("--tls-port", Integer.toString(port));
        https = URI.create("https://localhost:" + port);
        own = directory.resolve("data/access/certificate.pem");
    }

    @Test
    void theCertificateIsMadeAtTheFirstStartAndKeptAtTheNext() throws Exception {
        byte[] made, key;
        try (ServerProcess server = ServerProcess.start(launch).awaitReady(START)) {
            made = Files.readAllBytes(own);
            key = Files.readAllBytes(own.resolveSibling("key.pem"));
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(own.resolveSibling("key.pem")))).isEqualTo("rw-------");
            assertThat(new TrustingClient(own, Version.HTTP_2).listStreams(https).statusCode()).isEqualTo(200);
            assertThat(server.terminate(STOP)).as(server.logTail()).isZero();
        }
        Path trusted = Files.write(directory.resolve("trusted.pem"), made);
        try (ServerProcess server = ServerProcess.start(launch).awaitReady(START)) {
            assertThat(own).hasBinaryContent(made);
            assertThat(own.resolveSibling("key.pem")).hasBinaryContent(key);
            assertThat(new TrustingClient(trusted, Version.HTTP_2).listStreams(https).statusCode()).isEqualTo(200);
            assertThat(server.terminate(STOP)).as(server.logTail()).isZero();
        }
    }

    @Test
    void bothVersionsOfHttpAreSpokenAndTheClientChooses() throws Exception {
        try (ServerProcess server = ServerProcess.start(launch).awaitReady(START)) {
            for (Version version : Version.values()) {
                assertThat(new TrustingClient(own, version).listStreams(https)).satisfies(answer -> {
                    assertThat(answer.statusCode()).isEqualTo(200);
                    assertThat(answer.version()).isEqualTo(version);
                    assertThat(answer.body()).contains("\"StreamNames\":[]");
                    assertThat(answer.sslSession().orElseThrow().getProtocol()).isEqualTo("TLSv1.3");
                });
            }
            assertThatThrownBy(() -> new TrustingClient(Keytool.RSA.make(directory, "stranger").chain(), Version.HTTP_2).listStreams(https))
                    .hasStackTraceContaining("PKIX");
            assertThat(server.terminate(STOP)).as(server.logTail()).isZero();
        }
    }

    @Test
    void theSdkPutsAndReadsOverBothVersions() throws Exception {
        byte[] large = new byte[RECORD_BYTES];
        RandomGenerator.of("L64X128MixRandom").nextBytes(large);
        try (ServerProcess server = ServerProcess.start(launch).awaitReady(START)) {
            SignedClients clients = new SignedClients(https, "any", "any", own);
            try (KinesisClient kinesis = clients.kinesis(); KinesisAsyncClient http1 = clients.kinesisAsync1(); KinesisAsyncClient http2 = clients.kinesisAsync2()) {
                kinesis.createStream(call -> call.streamName(STREAM).shardCount(1));
                kinesis.waiter().waitUntilStreamExists(call -> call.streamName(STREAM));
                for (KinesisAsyncClient each : List.of(http1, http2)) {
                    assertThat(each.listStreams().get(STEP.toSeconds(), TimeUnit.SECONDS).streamNames()).containsExactly(STREAM);
                    each.putRecord(call -> call.streamName(STREAM).partitionKey("key").data(SdkBytes.fromByteArray(large))).get(STEP.toSeconds(), TimeUnit.SECONDS);
                }
                for (KinesisAsyncClient each : List.of(http1, http2)) {
                    String iterator = each.getShardIterator(call -> call.streamName(STREAM).shardId(SHARD).shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                            .get(STEP.toSeconds(), TimeUnit.SECONDS).shardIterator();
                    assertThat(each.getRecords(call -> call.shardIterator(iterator)).get(STEP.toSeconds(), TimeUnit.SECONDS).records())
                            .extracting(Record::data).containsExactly(SdkBytes.fromByteArray(large), SdkBytes.fromByteArray(large));
                }
            }
            assertThat(server.terminate(STOP)).as(server.logTail()).isZero();
        }
    }

    @Test
    void curlTrustsTheCertificateAndChoosesTheVersion() {
        assumeTrue(Files.isExecutable(CURL), "curl is not installed");
        try (ServerProcess server = ServerProcess.start(launch).awaitReady(START)) {
            for (Map.Entry<String, String> each : Map.of("--http1.1", "1.1", "--http2", "2").entrySet()) {
                Shell.Result answer = Shell.run(directory, Map.of(), STEP, List.of(CURL.toString(), "-sS", each.getKey(), "--cacert", own.toString(),
                        "-H", "Content-Type: application/x-amz-json-1.1", "-H", "X-Amz-Target: Kinesis_20131202.ListStreams", "-d", "{}",
                        "-w", " %{http_code} %{http_version}", https + "/"));
                assertThat(answer.output()).contains("\"StreamNames\":[]").endsWith(" 200 " + each.getValue());
            }
            assertThat(server.terminate(STOP)).as(server.logTail()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void theOperatorsCertificateIsShownAndAnotherOnceItIsReplaced(Keytool kind) throws Exception {
        Keytool.Pair first = kind.make(directory, "first"), second = kind.make(directory, "second");
        Path chain = directory.resolve("chain.pem"), key = directory.resolve("key.pem");
        first.copyTo(chain, key);
        try (ServerProcess server = ServerProcess.start(launch.withJvmOptions("-Dmillrace.tls.certificate=" + chain, "-Dmillrace.tls.key=" + key)).awaitReady(START)) {
            for (Version version : Version.values()) {
                assertThat(new TrustingClient(first.chain(), version).listStreams(https).version()).isEqualTo(version);
            }
            assertThat(own).doesNotExist();
            second.copyTo(chain, key);
            Await.until(STEP, () -> new TrustingClient(second.chain(), Version.HTTP_2).isTrusting(https), () -> "the new certificate is shown\n" + server.logTail());
            assertThat(server.terminate(STOP)).as(server.logTail()).isZero();
        }
    }

    @Test
    void aKeyOfAnotherCertificateRefusesTheStartAndIsNotTold() throws Exception {
        Keytool.Pair one = Keytool.EC.make(directory, "one"), other = Keytool.EC.make(directory, "other");
        try (ServerProcess server = ServerProcess.start(launch.withEnvironment("MILLRACE_TLS_CERTIFICATE", one.chain().toString())
                .withEnvironment("MILLRACE_TLS_KEY", other.key().toString()))) {
            assertThat(server.awaitExit(START)).isEqualTo(1);
            assertThat(server.logTail()).contains(one.chain().toString(), "the private key is not that of the certificate");
            try (Stream<String> lines = Files.lines(other.key())) {
                lines.filter(line -> !line.startsWith("-----")).forEach(line -> assertThat(server.logTail()).doesNotContain(line));
            }
        }
    }
}
