package io.millrace.access;

import io.millrace.clock.Clock;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Links to this server that carry their permission: signed in the query with the server's own key, for GET, good for ten minutes and
 * no longer than the server runs. Any thread.
 */
public final class SignedLinks implements UnaryOperator<String> {

    private static final Duration VALID = Duration.ofMinutes(10);
    private static final List<String> SIGNED_HEADERS = List.of("host");

    private final AccessKey key;
    private final String region;
    private final String service;
    private final Clock clock;

    public SignedLinks(AccessKey key, String region, String service, Clock clock) {
        this.key = key;
        this.region = region;
        this.service = service;
        this.clock = clock;
    }

    /** The request that a follower of the link will make. */
    private record Following(String path, String query, String host) implements RequestHead {
        @Override
        public String method() {
            return "GET";
        }

        @Override
        public Collection<String> headerNames() {
            return SIGNED_HEADERS;
        }

        @Override
        public List<String> headers(String lowerCaseName) {
            return lowerCaseName.equals("host") ? List.of(host) : List.of();
        }
    }

    /** @param link absolute, without a query */
    @Override
    public String apply(String link) {
        URI uri = URI.create(link);
        Instant now = Instant.ofEpochSecond(clock.millis() / 1000);
        Scope scope = new Scope(Timestamps.date(now), region, service, Scope.TERMINATOR);
        String query = "X-Amz-Algorithm=" + Claim.ALGORITHM + "&X-Amz-Credential=" + PercentCode.encode(key.id() + "/" + scope.wire())
                + "&X-Amz-Date=" + Timestamps.write(now) + "&X-Amz-Expires=" + VALID.toSeconds() + "&X-Amz-SignedHeaders=host";
        Claim claim = new Claim(key.id(), scope, now, SIGNED_HEADERS, Query.of(query).orElseThrow().canonical(), Optional.empty(),
                Optional.empty(), "");
        String signature = claim.expectedSignature(new Following(uri.getRawPath(), query, uri.getRawAuthority()),
                new KeyRing(List.of(key)).signingKey(key, scope), Digests.EMPTY_BODY);
        return link + "?" + query + "&X-Amz-Signature=" + signature;
    }
}
