package io.millrace.wire.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * For a server without access keys, in front of all its APIs: refuses what a web page could send. A page on the internet can
 * reach loopback through its visitor's browser; then Origin is the page's. Or it lets its own name point to loopback
 * (DNS rebinding); then Host is that name. Programs send no Origin and name the host they were told. Any thread.
 */
public final class OriginGuard {

    private static final Pattern LOOPBACK = Pattern.compile("localhost|([a-z0-9-]+\\.)+localhost|127(\\.\\d{1,3}){3}|\\[?(::1|0:0:0:0:0:0:0:1)]?");
    private static final Set<String> SITES = Set.of("same-origin", "same-site", "none");
    private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[?[0-9a-f:.]*:[0-9a-f:.]*]?");
    private static final String REFUSAL = "{\"__type\":\"AccessDeniedException\",\"message\":\"Without access keys this server answers"
            + " programs that call it by a name of its own, and no pages of others: Host and Origin must be loopback, or a name in"
            + " millrace.access.hosts\"}";

    private final Set<String> hosts;
    private final boolean addresses;

    /** @param hosts names and addresses, in lower case, that are this server's beside loopback */
    public OriginGuard(Set<String> hosts) {
        this(hosts, false);
    }

    /**
     * @param addresses whether Host may be any numeric address, for a server that others reach: no page can make its own name be one
     */
    public OriginGuard(Set<String> hosts, boolean addresses) {
        this.hosts = Set.copyOf(hosts);
        this.addresses = addresses;
    }

    /** Whether the request may pass. */
    public boolean admits(HttpServerRequest request) {
        HostAndPort authority = request.authority();
        return admits(authority == null ? null : authority.host(), request.getHeader("Origin"), request.getHeader("Sec-Fetch-Site"));
    }

    boolean admits(String host, String origin, String fetchSite) {
        return host != null && (isOurs(host) || addresses && ADDRESS.matcher(host.toLowerCase(Locale.ROOT)).matches())
                && (origin == null || isOurs(hostOf(origin)))
                && (fetchSite == null || SITES.contains(fetchSite));
    }

    /** Answers a request that may not pass; on HTTP/1 the connection ends with it, for its body is not read. */
    public void refuse(HttpServerRequest request) {
        HttpServerResponse response = request.response().setStatusCode(CommonFault.ACCESS_DENIED.status())
                .putHeader("Content-Type", "application/json");
        if (request.version() == HttpVersion.HTTP_2) {
            response.end(REFUSAL);
        } else {
            response.putHeader("Connection", "close").end(REFUSAL).onComplete(sent -> request.connection().close());
        }
    }

    /** The handler behind this guard. */
    public Handler<HttpServerRequest> guarding(Handler<HttpServerRequest> handler) {
        return request -> {
            if (admits(request)) {
                handler.handle(request);
            } else {
                refuse(request);
            }
        };
    }

    private boolean isOurs(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return LOOPBACK.matcher(lower).matches() || hosts.contains(lower);
    }

    /** The host of an origin; a name that is nobody's for {@code null} and other nonsense. */
    private static String hostOf(String origin) {
        try {
            String host = URI.create(origin).getHost();
            return host == null ? "" : host;
        } catch (IllegalArgumentException notAnOrigin) {
            return "";
        }
    }
}
