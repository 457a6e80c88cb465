package io.millrace.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import io.millrace.access.certificate.ServerCertificate;
import io.millrace.clock.Clock;
import io.quarkus.tls.BaseTlsConfiguration;
import io.quarkus.tls.CertificateUpdatedEvent;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.quarkus.vertx.http.HttpsServerStart;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.SSLOptions;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.ConfigProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate of the TLS port, if the command line asked for one: it is registered with Quarkus before the port opens, and again
 * when its files change.
 */
@Singleton
final class TlsPort {

    /** The name of the configuration in Quarkus' registry, and the property that tells its HTTP server to use it. */
    static final String NAME = "millrace", NAME_PROPERTY = "quarkus.http.tls-configuration-name";
    private static final Logger LOGGER = LoggerFactory.getLogger(TlsPort.class);
    private static final Duration REREAD = Duration.ofSeconds(2);

    private final TlsConfigurationRegistry registry;
    private final Event<CertificateUpdatedEvent> updates;
    private ServerCertificate current;
    private String lastProblem = "";
    private volatile boolean awaited;

    /** What Quarkus asks for. */
    private static final class Shown extends BaseTlsConfiguration {
        private final PemKeyCertOptions pem;

        Shown(ServerCertificate certificate) {
            pem = new PemKeyCertOptions().addCertValue(Buffer.buffer(certificate.chain())).addKeyValue(Buffer.buffer(certificate.key()));
        }

        @Override
        public KeyCertOptions getKeyStoreOptions() {
            return pem;
        }

        @Override
        public SSLOptions getSSLOptions() {
            return new SSLOptions().setKeyCertOptions(pem).setUseAlpn(true);
        }

        @Override
        public String getName() {
            return NAME;
        }
    }

    TlsPort(TlsConfigurationRegistry registry, Event<CertificateUpdatedEvent> updates) {
        this.registry = registry;
        this.updates = updates;
    }

    /**
     * Reads the certificate, or makes it; blocks.
     *
     * @param hosts names the server is called by, beside those it finds itself
     * @throws IllegalArgumentException when the operator's cannot be used
     */
    void open(ServerSettings.Tls settings, String host, Set<String> hosts, Path directory, OpenRooms rooms) throws IOException {
        if (ConfigProvider.getConfig().getOptionalValue(NAME_PROPERTY, String.class).filter(NAME::equals).isEmpty()) {
            return;
        }
        if (settings.certificate().isPresent() != settings.key().isPresent()) {
            throw new IllegalArgumentException("millrace.tls.certificate and millrace.tls.key belong together: one of them is not set");
        }
        Path chain = settings.certificate().orElse(ServerCertificate.chainIn(directory)), key = settings.key().orElse(ServerCertificate.keyIn(directory));
        try {
            current = settings.certificate().isPresent() ? ServerCertificate.read(chain, key)
                    : ServerCertificate.in(directory, names(host, hosts), Clock.SYSTEM);
        } catch (IOException | IllegalArgumentException problem) {
            throw new IllegalArgumentException("the certificate " + chain + " with the key " + key + ": " + problem.getMessage(), problem);
        }
        registry.register(NAME, new Shown(current));
        awaited = true;
        rooms.add("certificate", new Upkeep()).every(REREAD, "certificate", () -> reread(chain, key));
        LOGGER.atInfo().addKeyValue("certificate", chain).addKeyValue("until", current.validUntil()).log("TLS");
    }

    /** Quarkus opens the ports side by side, and this one takes longer. */
    void opened(@ObservesAsync HttpsServerStart open) {
        awaited = false;
    }

    /** Whether it is asked for and not open yet. Any thread. */
    boolean isAwaited() {
        return awaited;
    }

    /** Files that are not a pair, perhaps because one has been written and the other has not yet, leave the certificate as it was. */
    private void reread(Path chain, Path key) {
        try {
            ServerCertificate read = ServerCertificate.read(chain, key);
            if (!read.equals(current)) {
                Shown shown = new Shown(read);
                registry.register(NAME, shown);
                updates.fire(new CertificateUpdatedEvent(NAME, shown));
                current = read;
                LOGGER.atInfo().addKeyValue("certificate", chain).addKeyValue("until", read.validUntil()).log("certificate read again");
            }
            lastProblem = "";
        } catch (IOException | IllegalArgumentException problem) {
            if (!lastProblem.equals(problem.toString())) {
                lastProblem = problem.toString();
                LOGGER.atError().addKeyValue("certificate", chain).addKeyValue("problem", problem.getMessage())
                        .log("certificate not read, the old one stays");
            }
        }
    }

    private static List<String> names(String host, Set<String> hosts) {
        Set<String> names = new LinkedHashSet<>(List.of("localhost", "127.0.0.1", "::1"));
        names.addAll(hosts);
        if (!Functions.ANY_ADDRESS.containsKey(host)) {
            names.add(host.toLowerCase(Locale.ROOT));
        }
        machineName().ifPresent(names::add);
        return List.copyOf(names);
    }

    private static Optional<String> machineName() {
        try {
            return Optional.of(InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT)).filter(name -> name.matches("[a-z0-9.-]+"));
        } catch (UnknownHostException unnamed) {
            return Optional.empty();
        }
    }
}
