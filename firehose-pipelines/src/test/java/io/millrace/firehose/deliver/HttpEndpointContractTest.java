package io.millrace.firehose.deliver;

import io.millrace.firehose.S3Configs;
import io.millrace.firehose.config.BufferingConfig;
import io.millrace.firehose.config.HttpEndpointConfig;
import io.millrace.firehose.config.ProcessingConfig;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** An endpoint that keeps bodies by their request ids, whatever is in them. */
class HttpEndpointContractTest extends DestinationContractTest {

    private final Map<String, byte[]> bodies = new ConcurrentHashMap<>();
    private HttpServer server;
    private HttpEndpoint endpoint;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String id = exchange.getRequestHeaders().getFirst("X-Amz-Firehose-Request-Id");
            bodies.put(id, exchange.getRequestBody().readAllBytes());
            HttpReceiver.accept(exchange, id);
            exchange.close();
        });
        server.start();
        URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
        endpoint = new HttpEndpoint(new HttpEndpointConfig(url, "name", Optional.empty(), new BufferingConfig(1, Duration.ofSeconds(60)), false, List.of(),
                ProcessingConfig.NONE, Duration.ofSeconds(300), false, S3Configs.plain().config()), "arn:any", HttpEndpointSettings.defaults());
    }

    @AfterEach
    void stop() {
        endpoint.close();
        server.stop(0);
    }

    @Override
    protected Destination destination() {
        return endpoint;
    }

    @Override
    protected Optional<byte[]> stored(String name) {
        return Optional.ofNullable(bodies.get(name));
    }
}
