package io.millrace.command;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

import io.millrace.clock.Clock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows a running server's delivery streams, again and again, until it is stopped. */
@Command(name = "firehose", mixinStandardHelpOptions = true, description = "Show a running server's delivery streams.",
        exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
            "0:shown, with --once",
            "1:nobody answered"})
final class FirehoseCommand implements Callable<Integer> {

    private static final String METRICS = "/q/metrics", HOME_AND_CLEAR = "\033[H\033[2J";
    private static final int TIMEOUT_MILLIS = 5_000, METRICS_BYTES_MAX = 64 * 1024 * 1024;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    @Option(names = "--host", paramLabel = "HOST", defaultValue = "127.0.0.1",
            description = "Where the server listens. Default: ${DEFAULT-VALUE}")
    private String host;

    @Option(names = "--port", paramLabel = "PORT", defaultValue = "" + ListenOptions.PORT,
            description = "The server's port. Default: ${DEFAULT-VALUE}")
    private int port;

    @Option(names = "--once", description = "Show them once, without clearing the screen.")
    private boolean once;

    @Override
    public Integer call() {
        String where = (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        try {
            URI metrics = URI.create("http://" + where + METRICS);
            Map<String, Map<String, Double>> before = FirehoseTable.read(ask(metrics));
            if (once) {
                System.out.print(FirehoseTable.draw(before, before, 1));
                return 0;
            }
            for (long beganNanos = Clock.SYSTEM.nanos(); ; ) {
                LockSupport.parkNanos(INTERVAL.toNanos());
                Map<String, Map<String, Double>> now = FirehoseTable.read(ask(metrics));
                long nanos = Clock.SYSTEM.nanos();
                System.out.print(HOME_AND_CLEAR + FirehoseTable.draw(before, now, (nanos - beganNanos) / NANOS_PER_SECOND));
                System.out.flush();
                before = now;
                beganNanos = nanos;
            }
        } catch (IOException nobody) {
            throw new CommandRefused("no answer from " + where + ": " + nobody.getMessage());
        } catch (IllegalArgumentException wrong) {
            throw new CommandRefused(where + " is no address");
        }
    }

    private static String ask(URI metrics) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) metrics.toURL().openConnection();
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        try (InputStream in = connection.getInputStream()) {
            return new String(in.readNBytes(METRICS_BYTES_MAX), StandardCharsets.UTF_8);
        } finally {
            connection.disconnect();
        }
    }
}
