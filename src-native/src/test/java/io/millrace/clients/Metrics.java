package io.millrace.clients;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

import io.millrace.process.ServerProcess;

/** The server's metrics as Prometheus reads them. */
final class Metrics {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final URI address;

    Metrics(ServerProcess server) {
        address = server.endpoint().resolve("/q/metrics");
    }

    /** The value of the one line of that meter in which the text stands, e.g. a label's value; NaN when there is none. */
    double value(String meter, String text) {
        return first(meter + "{", text);
    }

    /** The value of a meter without labels; NaN when there is none. */
    double value(String meter) {
        return first(meter + " ", "");
    }

    private double first(String start, String text) {
        return read().lines().filter(line -> line.startsWith(start) && line.contains(text))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))).findFirst().orElse(Double.NaN);
    }

    private String read() {
        try {
            return CLIENT.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while reading metrics", e);
        }
    }
}
