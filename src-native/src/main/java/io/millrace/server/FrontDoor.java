package io.millrace.server;

import io.millrace.access.BodyProof;
import io.millrace.access.PathRule;
import io.millrace.access.http.AccessGate;
import io.millrace.access.http.CallerIdentity;
import io.millrace.wire.http.WireHandler;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * What requests meet first, on every path: with access keys the gate, without them the guard against browsers. And {@code /}, where
 * calls by X-Amz-Target go.
 */
@Singleton
final class FrontDoor {

    private static final int BEFORE_ALL = 10_000;
    private static final int BEHIND_THE_GUARD = -1_000;
    private static final String WIRE_PATH = "/";

    private volatile Router router;
    private volatile WireHandler wire;
    private volatile Access access;
    private volatile CallerIdentity callers;

    /** Before the port opens. */
    void leadTo(WireHandler handler, CallerIdentity identity, Access guarded) {
        wire = handler;
        callers = identity;
        access = guarded;
    }

    /** Gives a request to the first route again. */
    void routeAgain(HttpServerRequest request) {
        router.handle(request);
    }

    void guard(@Observes Filters filters) {
        filters.register(this::admit, BEFORE_ALL);
    }

    void route(@Observes Router routes) {
        router = routes;
        routes.route(WIRE_PATH).order(BEHIND_THE_GUARD).handler(context -> {
            BodyProof proof = access.gate().isPresent() ? AccessGate.proofOf(context) : BodyProof.NONE;
            if (CallerIdentity.isForm(context.request())) {
                callers.handle(context.request(), proof);
            } else {
                wire.handle(context.request(), proof);
            }
        });
    }

    private void admit(RoutingContext context) {
        Access guarded = access;
        HttpServerRequest request = context.request();
        if (guarded.gate().isPresent()) {
            guarded.gate().get().handle(context);
        } else if (guarded.guard().admits(request) || isOpen(context, guarded)) {
            context.next();
        } else {
            guarded.guard().refuse(request);
        }
    }

    private static boolean isOpen(RoutingContext context, Access guarded) {
        return guarded.rules().of(context.request().path(), context.normalizedPath()).guard() == PathRule.Guard.OPEN;
    }
}
