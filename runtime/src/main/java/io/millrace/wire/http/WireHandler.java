package io.millrace.wire.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.access.BodyProof;
import io.millrace.clock.Clock;
import io.millrace.wire.WireException;
import io.millrace.wire.codec.WireFormat;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * {@code POST /} of all APIs that are called by {@code X-Amz-Target}. Mount it on any Vert.x server whose body limit is above
 * the largest operation's and that has not read the body. Runs on the request's event loop. Close it after the server.
 */
public final class WireHandler implements Handler<HttpServerRequest>, AutoCloseable {

    private static final long STOP_WAIT_SECONDS = 10;
    private static final String NO_OPERATION =
            "<AccessDeniedException>\n  <Message>Unable to determine service/operation name to be authorized</Message>\n</AccessDeniedException>\n";
    private static final String UNKNOWN = "<UnknownOperationException/>\n";
    private static final int UNKNOWN_STATUS = 404;

    private final Map<String, WireApi> apis;
    private final CallContext context;
    private final ExecutorService pool;

    /**
     * @param budgets the same ones the APIs' operations claim their replies from
     * @param clock   for durations
     */
    public WireHandler(List<WireApi> apis, WireSettings settings, WireBudgets budgets, Clock clock, MeterRegistry registry) {
        this.apis = apis.stream().collect(Collectors.toUnmodifiableMap(WireApi::targetPrefix, Function.identity()));
        AtomicInteger threads = new AtomicInteger();
        this.pool = Executors.newFixedThreadPool(settings.poolThreads(),
                task -> Thread.ofPlatform().daemon().name("wire-" + threads.incrementAndGet()).unstarted(task));
        this.context = new CallContext(settings, budgets, pool, clock, new WireMeters(registry, budgets),
                new BodyArrays(settings.dataBytes() / 4));
    }

    @Override
    public void handle(HttpServerRequest request) {
        handle(request, BodyProof.NONE);
    }

    /** Handles a request whose head has been verified; the call runs when its body has been too. */
    public void handle(HttpServerRequest request, BodyProof proof) {
        request.pause();
        String target = request.getHeader("X-Amz-Target");
        Optional<WireFormat> format = WireFormat.of(request.getHeader("Content-Type"));
        if (request.method() != HttpMethod.POST || format.isEmpty()) {
            boolean named = request.method() == HttpMethod.POST && target != null;
            BodyReader.discard(request, () -> ReplySender.sendXml(request.response(), named ? UNKNOWN_STATUS : CommonFault.ACCESS_DENIED.status(),
                    named ? UNKNOWN : NO_OPERATION));
            return;
        }
        int dot = target == null ? -1 : target.indexOf('.');
        WireApi api = dot < 0 ? null : apis.get(target.substring(0, dot));
        String name = dot < 0 ? "" : target.substring(dot + 1);
        WireOperation<?> operation = api == null ? null : api.operations().get(name);
        if (operation == null) {
            String message = api != null && api.unbuilt().contains(name) ? name + " is not supported by this server yet" : null;
            context.meters().count(api == null ? "none" : api.name(), CommonFault.UNKNOWN_OPERATION);
            BodyReader.discard(request, () -> ReplySender.send(request.response(), CommonFault.UNKNOWN_OPERATION.status(), format.get().contentType(),
                    ReplySender.encodeFault(format.get(), CommonFault.UNKNOWN_OPERATION.wireName(), message)));
            return;
        }
        new WireCall(context, request, format.get(), api, operation, proof).begin();
    }

    /** Answers a request that may not call, in the form its API would, and with the time, so that a client can set its clock. */
    public void refuse(HttpServerRequest request, WireException refusal) {
        String target = request.getHeader("X-Amz-Target"), name = refusal.fault().wireName();
        context.meters().count(service(target).orElse("none"), refusal.fault());
        Optional<WireFormat> format = WireFormat.of(request.getHeader("Content-Type")).filter(known -> request.method() == HttpMethod.POST);
        RefusedBody.drop(request);
        request.response().putHeader("Date", HttpDates.now(context.clock()));
        if (format.isPresent()) {
            ReplySender.send(request.response(), refusal.fault().status(), format.get().contentType(),
                    ReplySender.encodeFault(format.get(), name, refusal.getMessage()));
        } else {
            ReplySender.sendXml(request.response(), CommonFault.ACCESS_DENIED.status(),
                    "<" + name + ">\n  <Message>" + ReplySender.escaped(refusal.getMessage()) + "</Message>\n</" + name + ">\n");
        }
    }

    /** The API a target belongs to, by the name that also is its service's in signatures. */
    public Optional<String> service(String target) {
        int dot = target == null ? -1 : target.indexOf('.');
        return dot < 0 ? Optional.empty() : Optional.ofNullable(apis.get(target.substring(0, dot))).map(WireApi::name);
    }

    /** Waits for calls under way, for a bounded time. */
    @Override
    public void close() {
        pool.shutdown();
        try {
            pool.awaitTermination(STOP_WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
