package io.millrace.firehose.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.firehose.S3Configs;
import io.millrace.firehose.config.BufferingConfig;
import io.millrace.firehose.config.HttpEndpointConfig;
import io.millrace.firehose.config.ProcessingConfig;
import io.millrace.firehose.config.UnsupportedConfig;
import io.millrace.firehose.format.HttpRequestFormat;
import io.millrace.firehose.format.OutputFormat;
import io.millrace.firehose.transform.FirehoseRecord;
import io.millrace.firehose.transform.RecordOrigin;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The published format, and what an endpoint can do wrong. */
class HttpEndpointTest {

    private static final String ARN = "arn:aws:firehose:us-east-1:000000000000:deliverystream/clicks", ID = "ed4acda5-034f-9f42-bba1-f29aea6d7d8f";
    private static final HttpEndpointSettings IMPATIENT = new HttpEndpointSettings(Set.of("127.0.0.1"), Duration.ofSeconds(5), Duration.ofSeconds(1), 1024 * 1024);

    private HttpReceiver receiver;

    @BeforeEach
    void start() throws IOException {
        receiver = new HttpReceiver();
    }

    @AfterEach
    void stop() {
        receiver.close();
    }

    @Test
    void aRequestIsAsPublished() throws IOException {
        assertThat(deliver(config(receiver.url(), true), HttpEndpointSettings.defaults())).isInstanceOf(Receipt.Delivered.class);
        HttpReceiver.Delivery delivery = receiver.deliveries().getFirst();
        assertThat(delivery.headers()).contains(Map.entry("x-amz-firehose-protocol-version", "1.0"), Map.entry("x-amz-firehose-request-id", ID),
                Map.entry("x-amz-firehose-source-arn", ARN), Map.entry("x-amz-firehose-access-key", "secret"), Map.entry("content-encoding", "gzip"),
                Map.entry("content-type", "application/json"),
                Map.entry("x-amz-firehose-common-attributes", "{\"commonAttributes\":{\"deployment\":\"pr\\u00E9\",\"device\":\"a\\\"b\"}}"))
                .containsKey("content-length");
        assertThat(delivery.body().toString()).isEqualTo("{\"requestId\":\"" + ID + "\",\"timestamp\":1700000000000,\"records\":[{\"data\":\"YQ==\"},{\"data\":\"Yg==\"}]}");
    }

    @Test
    void withoutGzipThereIsNoContentEncoding() throws IOException {
        deliver(config(receiver.url(), false), HttpEndpointSettings.defaults());
        assertThat(receiver.deliveries().getFirst().headers()).doesNotContainKey("content-encoding");
    }

    @Test
    void anythingButThePublishedAnswerIsAFailure() throws IOException {
        refused((exchange, id) -> HttpReceiver.send(exchange, 500, "{}"), "HttpEndpoint.DestinationException");
        refused((exchange, id) -> HttpReceiver.send(exchange, 403, "{\"errorMessage\":\"no\"}"), "HttpEndpoint.DestinationException");
        refused((exchange, id) -> HttpReceiver.send(exchange, 429, ""), "HttpEndpoint.DestinationException");
        refused((exchange, id) -> HttpReceiver.send(exchange, 201, accepted(id)), "HttpEndpoint.DestinationException");
        refused((exchange, id) -> HttpReceiver.send(exchange, 302, accepted(id)), "HttpEndpoint.DestinationException");
        refused((exchange, id) -> HttpReceiver.send(exchange, 200, accepted("another")), "HttpEndpoint.InvalidResponseFromDestination");
        refused((exchange, id) -> HttpReceiver.send(exchange, 200, "{\"requestId\":\"" + id + "\"}"), "HttpEndpoint.InvalidResponseFromDestination");
        refused((exchange, id) -> HttpReceiver.send(exchange, 200, "ok"), "HttpEndpoint.InvalidResponseFromDestination");
        refused((exchange, id) -> {
            exchange.getResponseHeaders().set("Content-Type", "text/plain");
            HttpReceiver.send(exchange, 200, accepted(id));
        }, "HttpEndpoint.InvalidResponseFromDestination");
        refused((exchange, id) -> {
            exchange.getResponseHeaders().set("Content-Encoding", "identity");
            HttpReceiver.send(exchange, 200, accepted(id));
        }, "HttpEndpoint.InvalidResponseFromDestination");
        refused((exchange, id) -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(accepted(id).getBytes(StandardCharsets.UTF_8));
        }, "HttpEndpoint.InvalidResponseFromDestination");
        refused((exchange, id) -> HttpReceiver.send(exchange, 200, accepted(id) + " ".repeat(1024 * 1024)), "HttpEndpoint.ResponseTooLarge");
    }

    @Test
    void tooLargeIsForEver() throws IOException {
        receiver.answer((exchange, id) -> HttpReceiver.send(exchange, 413, ""));
        assertThat(deliver(config(receiver.url(), false), HttpEndpointSettings.defaults())).isInstanceOf(Receipt.Permanent.class);
    }

    @Test
    void halfAnAnswerAndADroppedConnectionAreFailures() throws IOException {
        refused((exchange, id) -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            throw new IOException("dropped");
        }, "HttpEndpoint.ConnectionReset");
        refused((exchange, id) -> {
            throw new IOException("dropped");
        }, "HttpEndpoint.ConnectionReset");
    }

    @Test
    void anAnswerThatDoesNotComeOrDoesNotEndTimesOut() throws IOException {
        receiver.answer((exchange, id) -> untilClosed(exchange.getRequestBody()::read));
        assertThat(code(deliver(config(receiver.url(), false), IMPATIENT))).isEqualTo("HttpEndpoint.RequestTimeout");
        receiver.answer((exchange, id) -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            untilClosed(() -> 0);
        });
        assertThat(code(deliver(config(receiver.url(), false), IMPATIENT))).isEqualTo("HttpEndpoint.RequestTimeout");
    }

    @Test
    void aPeerThatDoesNotReadTimesOut() throws IOException {
        try (ServerSocket deaf = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            HttpEndpointConfig config = config(URI.create("http://127.0.0.1:" + deaf.getLocalPort()), false);
            try (HttpEndpoint endpoint = new HttpEndpoint(config, ARN, IMPATIENT)) {
                Receipt receipt = endpoint.deliver(new Parcel(ID, new S3BucketContractTest.Bytes(new byte[32 * 1024 * 1024]), 1));
                assertThat(code(receipt)).isEqualTo("HttpEndpoint.RequestTimeout");
            }
        }
    }

    @Test
    void nobodyThereIsAFailure() throws IOException {
        URI url = receiver.url();
        receiver.close();
        assertThat(code(deliver(config(url, false), HttpEndpointSettings.defaults()))).isEqualTo("HttpEndpoint.ConnectionFailed");
    }

    @Test
    void urlsAreHttpsAtItsPortButForOpenHosts() {
        for (String url : List.of("http://example.com/", "https://example.com:8443/", "ftp://127.0.0.1/", "https:///x")) {
            assertThatThrownBy(() -> outlets().data(origin(), config(URI.create(url), false))).as(url).isInstanceOf(UnsupportedConfig.class)
                    .hasMessageContaining("EndpointConfiguration.Url");
        }
        outlets().data(origin(), config(URI.create("https://example.com/x"), false)).destination().close();
        outlets().data(origin(), config(URI.create("http://[::1]:8080/"), false)).destination().close();
    }

    private void refused(HttpReceiver.Answer answer, String code) throws IOException {
        receiver.answer(answer);
        assertThat(code(deliver(config(receiver.url(), false), HttpEndpointSettings.defaults()))).isEqualTo(code);
    }

    private static String code(Receipt receipt) {
        return switch (receipt) {
            case Receipt.Delivered unused -> "delivered";
            case Receipt.Permanent permanent -> "permanent " + permanent.code();
            case Receipt.Retryable retryable -> retryable.code();
        };
    }

    private static String accepted(String id) {
        return "{\"requestId\":\"" + id + "\",\"timestamp\":1}";
    }

    private interface Read {
        int next() throws IOException;
    }

    /** Waits for the test's end. */
    private void untilClosed(Read read) throws IOException {
        if (read.next() > Integer.MIN_VALUE) {
            java.util.concurrent.locks.LockSupport.parkNanos(Duration.ofSeconds(3).toNanos());
        }
    }

    private static Receipt deliver(HttpEndpointConfig config, HttpEndpointSettings settings) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (OutputFormat.Encoder encoder = new HttpRequestFormat(config.gzip()).open(new OutputFormat.NewObject(ID, 1_700_000_000_000L), body,
                (index, failure) -> { })) {
            for (String data : List.of("a", "b")) {
                encoder.write(FirehoseRecord.of(new RecordOrigin(data, 0, Optional.empty()), data.getBytes(StandardCharsets.UTF_8)));
            }
            encoder.finish();
        }
        try (HttpEndpoint endpoint = new HttpEndpoint(config, ARN, settings)) {
            return endpoint.deliver(new Parcel(ID, new S3BucketContractTest.Bytes(body.toByteArray()), 2));
        }
    }

    private static HttpEndpointConfig config(URI url, boolean gzip) {
        return new HttpEndpointConfig(url, "name", Optional.of("secret"), new BufferingConfig(1, Duration.ofSeconds(60)), gzip,
                List.of(Map.entry("deployment", "pré"), Map.entry("device", "a\"b")), ProcessingConfig.NONE, Duration.ofSeconds(300), false,
                S3Configs.plain().config());
    }

    private static ServiceOutlets outlets() {
        return new ServiceOutlets(DeliverySettings.defaults(java.nio.file.Path.of("none")), conversion -> {
            throw new UnsupportedConfig("no conversions here");
        }, new java.security.SecureRandom());
    }

    private static OutletFactory.Origin origin() {
        return new OutletFactory.Origin("clicks", ARN, "1");
    }
}
