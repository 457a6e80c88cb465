package io.millrace.access.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.clock.Clock;
import io.millrace.clock.ManualClock;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerCertificateTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final List<String> NAMES = List.of("localhost", "127.0.0.1", "::1", "millrace.example");
    private static final long WAIT_SECONDS = 20;

    @TempDir
    private Path directory;

    @Test
    void isMadeOnceAndKeptForItsOwnerOnly() throws Exception {
        ServerCertificate made = ServerCertificate.in(directory.resolve("access"), NAMES, new ManualClock(NOW.toEpochMilli()));

        assertThat(ServerCertificate.in(directory.resolve("access"), NAMES, new ManualClock(NOW.toEpochMilli()))).isEqualTo(made);
        try (Stream<Path> files = Files.list(directory.resolve("access"))) {
            assertThat(files).hasSize(2).allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------"));
        }
        assertThat(made.toString()).doesNotContain("PRIVATE");
        assertThat(ServerCertificate.in(directory.resolve("other"), NAMES, new ManualClock(NOW.toEpochMilli()))).isNotEqualTo(made);
    }

    @Test
    void isForItsNamesForTenYearsAndNoAuthority() throws Exception {
        X509Certificate certificate = parsed(SelfSigned.make(NAMES, NOW));

        certificate.verify(certificate.getPublicKey());
        assertThat(certificate.getVersion()).isEqualTo(3);
        assertThat(certificate.getSubjectAlternativeNames()).extracting(name -> (Object) name.get(1))
                .containsExactly("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1", "millrace.example");
        assertThat(certificate.getNotBefore().toInstant()).isEqualTo(NOW.minus(Duration.ofDays(1)));
        assertThat(certificate.getNotAfter().toInstant()).isEqualTo(NOW.plus(SelfSigned.VALID));
        assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
        assertThat(certificate.getKeyUsage()).startsWith(true, false, false, false, false, false);
        assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
        assertThat(certificate.getSerialNumber()).isNotEqualTo(parsed(SelfSigned.make(NAMES, NOW)).getSerialNumber());
    }

    @Test
    void timesBeyond2049AreWrittenInFull() throws Exception {
        Instant later = Instant.parse("2045-06-01T00:00:00Z");

        assertThat(parsed(SelfSigned.make(NAMES, later)).getNotAfter().toInstant()).isEqualTo(later.plus(SelfSigned.VALID));
    }

    @Test
    void aClientThatTrustsItSpeaksHttp2WithItsServer() throws Exception {
        ServerCertificate certificate = SelfSigned.make(NAMES, Instant.ofEpochMilli(Clock.SYSTEM.millis()));
        Vertx vertx = Vertx.vertx();
        HttpServer server = vertx.createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(0).setSsl(true).setUseAlpn(true)
                .setKeyCertOptions(new PemKeyCertOptions().addCertValue(Buffer.buffer(certificate.chain())).addKeyValue(Buffer.buffer(certificate.key()))))
                .requestHandler(request -> request.response().end(request.version().name()));
        server.listen().toCompletionStage().toCompletableFuture().get(WAIT_SECONDS, TimeUnit.SECONDS);
        try (HttpClient client = HttpClient.newBuilder().sslContext(trusting(parsed(certificate))).build();
                HttpClient stranger = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + server.actualPort())).build();

            assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).body()).isEqualTo("HTTP_2");
            assertThatThrownBy(() -> stranger.send(request, HttpResponse.BodyHandlers.ofString())).hasMessageContaining("PKIX");
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(WAIT_SECONDS, TimeUnit.SECONDS);
        }
    }

    @Test
    void whatIsNoPairIsRefusedWithoutTellingTheKey() {
        ServerCertificate one = SelfSigned.make(NAMES, NOW), other = SelfSigned.make(NAMES, NOW);
        String secret = other.key().lines().skip(1).findFirst().orElseThrow();

        assertThatThrownBy(() -> new ServerCertificate(one.chain(), other.key())).hasMessageContaining("not that of the certificate")
                .hasMessageNotContaining(secret);
        assertThatThrownBy(() -> new ServerCertificate("nothing", one.key())).hasMessageContaining("BEGIN CERTIFICATE");
        assertThatThrownBy(() -> new ServerCertificate(one.chain(), "nothing")).hasMessageContaining("BEGIN PRIVATE KEY");
        assertThatThrownBy(() -> new ServerCertificate(one.chain(), other.key().replace("PRIVATE KEY", "ENCRYPTED PRIVATE KEY")))
                .hasMessageContaining("unencrypted").hasMessageNotContaining(secret);
    }

    private static X509Certificate parsed(ServerCertificate certificate) throws Exception {
        return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(certificate.chain().getBytes()));
    }

    private static SSLContext trusting(X509Certificate certificate) throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry("server", certificate);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
