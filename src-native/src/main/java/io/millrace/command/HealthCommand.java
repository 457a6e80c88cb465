package io.millrace.command;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Asks a running server whether it is ready; for health checks where there is no curl. */
@Command(name = "health", mixinStandardHelpOptions = true, description = "Ask a running server whether it is ready.",
        exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
            "0:ready",
            "1:not ready, or nobody answered"})
final class HealthCommand implements Callable<Integer> {

    /** Where readiness is asked; docs/operations.md. */
    static final String PATH = "/q/health/ready";

    @Option(names = "--host", paramLabel = "HOST", defaultValue = "127.0.0.1",
            description = "Where the server listens. Default: ${DEFAULT-VALUE}")
    private String host;

    @Option(names = "--port", paramLabel = "PORT", defaultValue = "" + ListenOptions.PORT,
            description = "The server's port. Default: ${DEFAULT-VALUE}")
    private int port;

    @Option(names = "--timeout", paramLabel = "SECONDS", defaultValue = "3",
            description = "How long to wait for the connection, and for the answer. Default: ${DEFAULT-VALUE}")
    private int seconds;

    @Override
    public Integer call() {
        if (seconds < 1 || seconds > 600) {
            throw new CommandRefused("--timeout " + seconds + " is not between 1 and 600");
        }
        String where = (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        try {
            int status = ask(URI.create("http://" + where + PATH));
            System.out.println(status == HttpURLConnection.HTTP_OK ? "ready" : "not ready: " + where + " answered " + status);
            return status == HttpURLConnection.HTTP_OK ? 0 : 1;
        } catch (IOException nobody) {
            throw new CommandRefused("no answer from " + where + ": " + nobody.getMessage());
        } catch (IllegalArgumentException wrong) {
            throw new CommandRefused(where + " is no address");
        }
    }

    private int ask(URI readiness) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) readiness.toURL().openConnection();
        connection.setConnectTimeout(seconds * 1_000);
        connection.setReadTimeout(seconds * 1_000);
        try {
            return connection.getResponseCode();
        } finally {
            connection.disconnect();
        }
    }
}
