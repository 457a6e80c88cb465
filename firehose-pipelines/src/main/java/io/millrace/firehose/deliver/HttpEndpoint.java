package io.millrace.firehose.deliver;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.firehose.config.HttpEndpointConfig;
import io.millrace.firehose.config.UnsupportedConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLException;

/**
 * An HTTP endpoint by the service's published request and response format. A parcel's content is the body, its name the request id: all
 * attempts are the same request. An endpoint may get it more than once; only its own memory of request ids makes that once.
 */
public final class HttpEndpoint implements Destination {

    private static final int STATUS_OK = 200, STATUS_TOO_LARGE = 413;
    private static final JsonMapper JSON = JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private final HttpClient client;
    private final HttpEndpointSettings settings;
    private final HttpRequest template;

    /** @param deliveryStreamArn told to the endpoint */
    public HttpEndpoint(HttpEndpointConfig config, String deliveryStreamArn, HttpEndpointSettings settings) {
        this.settings = settings;
        this.template = template(config, deliveryStreamArn);
        this.client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(settings.connectTimeout()).build();
    }

    @Override
    public Receipt deliver(Parcel parcel) {
        HttpRequest request = HttpRequest.newBuilder(template, (name, value) -> true)
                .setHeader("X-Amz-Firehose-Request-Id", parcel.name())
                .timeout(settings.responseTimeout())
                .POST(BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(() -> open(parcel.content())), parcel.content().lengthBytes()))
                .build();
        AtomicReference<BoundedBody> body = new AtomicReference<>();
        try {
            var exchange = client.sendAsync(request, response -> {
                body.set(new BoundedBody(settings.responseBytesMax()));
                return body.get();
            });
            HttpResponse<Optional<byte[]>> response = exchange.completeOnTimeout(null, settings.responseTimeout().toMillis(), TimeUnit.MILLISECONDS).join();
            return response == null ? timedOut(body.get()) : receipt(parcel, response);
        } catch (CompletionException e) {
            return failed(e.getCause());
        }
    }

    /** Waits for nothing: a request that is still under way, because the server stops, could take as long as its timeout. */
    @Override
    public void close() {
        client.shutdown();
    }

    private static Receipt timedOut(BoundedBody body) {
        if (body != null) {
            body.cancel();
        }
        return retryable("HttpEndpoint.RequestTimeout", "The delivery timed out before a response was received and will be retried.");
    }

    private static Receipt receipt(Parcel parcel, HttpResponse<Optional<byte[]>> response) {
        if (response.body().isEmpty()) {
            return retryable("HttpEndpoint.ResponseTooLarge", "The response received from the endpoint is too large.");
        }
        String text = HttpAnswer.excerpt(response.body().get());
        if (response.statusCode() == STATUS_TOO_LARGE) {
            return new Receipt.Permanent("HttpEndpoint.DestinationException", "The endpoint answered 413, the request is too large for it. " + text);
        }
        if (response.statusCode() != STATUS_OK) {
            return retryable("HttpEndpoint.DestinationException",
                    "Received the following response with status " + response.statusCode() + " from the endpoint destination. " + text);
        }
        return HttpAnswer.objection(parcel.name(), response.headers(), response.body().get())
                .<Receipt>map(objection -> retryable("HttpEndpoint.InvalidResponseFromDestination",
                        "The response received from the specified endpoint is invalid: " + objection + " " + text))
                .orElseGet(Receipt.Delivered::new);
    }

    private static Receipt failed(Throwable cause) {
        return switch (cause) {
            case HttpConnectTimeoutException e -> retryable("HttpEndpoint.ConnectionFailed", "Unable to connect to the destination endpoint: timed out.");
            case HttpTimeoutException e -> timedOut(null);
            case ConnectException e -> retryable("HttpEndpoint.ConnectionFailed", "Unable to connect to the destination endpoint: " + e.getMessage());
            case SSLException e -> retryable("HttpEndpoint.SSLHandshakeFailure", "Unable to complete a TLS handshake with the endpoint: " + e.getMessage());
            default -> retryable("HttpEndpoint.ConnectionReset", "Unable to maintain connection with the endpoint: " + cause.getMessage());
        };
    }

    private static Receipt retryable(String code, String message) {
        return new Receipt.Retryable(code, message, Optional.empty());
    }

    private static HttpRequest template(HttpEndpointConfig config, String deliveryStreamArn) {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(config.url())
                    .header("Content-Type", "application/json")
                    .header("User-Agent", "Amazon Kinesis Data Firehose Agent/1.0")
                    .header("X-Amz-Firehose-Protocol-Version", "1.0")
                    .header("X-Amz-Firehose-Source-Arn", deliveryStreamArn);
            config.accessKey().filter(key -> !key.isEmpty()).ifPresent(key -> request.header("X-Amz-Firehose-Access-Key", key));
            if (config.gzip()) {
                request.header("Content-Encoding", "gzip");
            }
            if (!config.commonAttributes().isEmpty()) {
                request.header("X-Amz-Firehose-Common-Attributes", commonAttributes(config));
            }
            return request.build();
        } catch (IllegalArgumentException e) {
            throw new UnsupportedConfig("EndpointConfiguration cannot be sent in a request: its URL, or its AccessKey as a header");
        }
    }

    private static String commonAttributes(HttpEndpointConfig config) {
        ObjectNode document = JSON.createObjectNode();
        ObjectNode attributes = document.putObject("commonAttributes");
        config.commonAttributes().forEach(attribute -> attributes.put(attribute.getKey(), attribute.getValue()));
        try {
            return JSON.writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static InputStream open(Content content) {
        try {
            return content.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
