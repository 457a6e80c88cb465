package io.millrace.clients;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The JDK's client: with a new connection for each call, unsigned.
 *
 * @param trust   the only certificate it trusts, in PEM
 * @param version the version of HTTP it asks for
 */
record TrustingClient(Path trust, Version version) {

    private static final Duration CALL = Duration.ofSeconds(30);

    /** ListStreams in JSON. */
    HttpResponse<String> listStreams(URI endpoint) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(endpoint.resolve("/")).timeout(CALL).header("Content-Type", "application/x-amz-json-1.1")
                .header("X-Amz-Target", "Kinesis_20131202.ListStreams").POST(HttpRequest.BodyPublishers.ofString("{}")).build();
        try (HttpClient client = HttpClient.newBuilder().sslContext(context()).version(version).build()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    /** Whether the server there shows the certificate it trusts. */
    boolean isTrusting(URI endpoint) {
        try {
            return listStreams(endpoint).statusCode() == 200;
        } catch (IOException untrusted) {
            return false;
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException("interrupted during a call", interrupted);
        }
    }

    private SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trustManagers(trust).getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("no TLS", impossible);
        }
    }

    /** Trusts that certificate and no other. */
    static TrustManagerFactory trustManagers(Path certificate) {
        try (InputStream in = Files.newInputStream(certificate)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry("server", CertificateFactory.getInstance("X.509").generateCertificate(in));
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return factory;
        } catch (IOException | GeneralSecurityException unreadable) {
            throw new IllegalStateException("no certificate in " + certificate, unreadable);
        }
    }
}
