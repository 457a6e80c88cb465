package io.millrace.server;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;

/** The server in the foreground. Ends with 0 when asked to stop by SIGTERM or SIGINT. */
public final class ServerProgram implements QuarkusApplication {

    private final Server server;

    ServerProgram(Server server) {
        this.server = server;
    }

    @Override
    public int run(String... arguments) {
        StopSignals.onStop(() -> Quarkus.asyncExit(0));
        Quarkus.waitForExit();
        server.stopWork();
        return 0;
    }
}
