package io.millrace.server;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready: everything is recovered, the TLS port is open if there is one, and no stop has been asked for. That the plain port is open, who asks knows. */
@Readiness
@Singleton
final class ReadinessCheck implements HealthCheck {

    private final Server server;

    ReadinessCheck(Server server) {
        this.server = server;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("server").status(server.takesCalls()).build();
    }
}
