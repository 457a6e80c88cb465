package io.millrace.firehose.deliver;

import java.time.Duration;
import java.util.Set;

/**
 * How HTTP endpoints are reached.
 *
 * @param openHosts        hosts that may be reached by plain http and at any port; all others by https at port 443, as in the service
 * @param connectTimeout   for a connection
 * @param responseTimeout  for a request with its body and its answer
 * @param responseBytesMax of an answer
 */
public record HttpEndpointSettings(Set<String> openHosts, Duration connectTimeout, Duration responseTimeout, int responseBytesMax) {

    public HttpEndpointSettings {
        openHosts = Set.copyOf(openHosts);
    }

    /** The service's own times and sizes; plain http to this machine. */
    public static HttpEndpointSettings defaults() {
        return new HttpEndpointSettings(Set.of("127.0.0.1", "localhost", "::1"), Duration.ofSeconds(10), Duration.ofMinutes(3), 1024 * 1024);
    }
}
