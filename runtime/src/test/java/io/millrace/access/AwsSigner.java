package io.millrace.access;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** Signs with the AWS SDK's own signer: what it makes has to be taken, whatever our code thinks of it. */
public final class AwsSigner {

    /** The ways a request can be signed. */
    public enum Form {
        HEADER, HEADER_UNSIGNED_PAYLOAD, QUERY, CHUNKED
    }

    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
    private final AwsCredentialsIdentity identity;
    private final String region;
    private final String service;
    private final Instant now;

    public AwsSigner(AccessKey key, String region, String service, Instant now) {
        this.identity = AwsCredentialsIdentity.create(key.id(), key.secret());
        this.region = region;
        this.service = service;
        this.now = now;
    }

    /** Signs a request; its Host is its URI's. */
    public HandRequest sign(Form form, String method, URI uri, Map<String, String> headers, byte[] body) {
        SdkHttpRequest.Builder request = SdkHttpRequest.builder().method(SdkHttpMethod.fromValue(method)).uri(uri);
        headers.forEach(request::putHeader);
        SignRequest.Builder<AwsCredentialsIdentity> call = SignRequest.builder(identity).request(request.build())
                .payload(ContentStreamProvider.fromByteArray(body))
                .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, service)
                .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(now, ZoneOffset.UTC));
        switch (form) {
            case HEADER -> call.putProperty(AwsV4FamilyHttpSigner.PAYLOAD_SIGNING_ENABLED, true);
            case HEADER_UNSIGNED_PAYLOAD -> call.putProperty(AwsV4FamilyHttpSigner.PAYLOAD_SIGNING_ENABLED, false);
            case QUERY -> call.putProperty(AwsV4FamilyHttpSigner.AUTH_LOCATION, AwsV4FamilyHttpSigner.AuthLocation.QUERY_STRING)
                    .putProperty(AwsV4FamilyHttpSigner.EXPIRATION_DURATION, Duration.ofHours(1))
                    .putProperty(AwsV4FamilyHttpSigner.PAYLOAD_SIGNING_ENABLED, true);
            case CHUNKED -> call.putProperty(AwsV4FamilyHttpSigner.CHUNK_ENCODING_ENABLED, true)
                    .putProperty(AwsV4FamilyHttpSigner.PAYLOAD_SIGNING_ENABLED, true);
        }
        return received(signer.sign(call.build()));
    }

    private static HandRequest received(SignedRequest signed) {
        SdkHttpRequest request = signed.request();
        Map<String, List<String>> headers = new TreeMap<>();
        request.headers().forEach((name, values) -> headers.computeIfAbsent(name.toLowerCase(Locale.ROOT), key -> new ArrayList<>()).addAll(values));
        headers.putIfAbsent("host", List.of(request.host() + (request.port() == 443 || request.port() == 80 ? "" : ":" + request.port())));
        String query = Optional.ofNullable(request.getUri().getRawQuery()).orElse("");
        return new HandRequest(request.method().name(), request.encodedPath().isEmpty() ? "/" : request.encodedPath(), query, headers,
                signed.payload().map(AwsSigner::bytes).orElse(new byte[0]));
    }

    private static byte[] bytes(ContentStreamProvider payload) {
        try (InputStream in = payload.newStream()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
