package io.millrace.server;

import java.util.Set;

import io.millrace.wire.http.OriginGuard;
import io.millrace.wire.http.WireHandler;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** What requests meet first: the guard, in front of every path, and {@code /}, where calls by X-Amz-Target go. */
@Singleton
final class FrontDoor {

    private static final int BEFORE_ALL = 10_000;
    private static final int BEHIND_THE_GUARD = -1_000;

    private final OriginGuard guard = new OriginGuard(Set.of());
    private volatile WireHandler wire;

    /** Before the port opens. */
    void leadTo(WireHandler handler) {
        wire = handler;
    }

    void guard(@Observes Filters filters) {
        filters.register(context -> {
            HttpServerRequest request = context.request();
            if (guard.admits(request)) {
                context.next();
            } else {
                guard.refuse(request);
            }
        }, BEFORE_ALL);
    }

    void route(@Observes Router router) {
        router.route("/").order(BEHIND_THE_GUARD).handler(context -> wire.handle(context.request()));
    }
}
