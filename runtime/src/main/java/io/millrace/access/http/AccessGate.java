package io.millrace.access.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.access.BodyProof;
import io.millrace.access.PathRule;
import io.millrace.access.PathRules;
import io.millrace.access.SignatureVerifier;
import io.millrace.clock.Clock;
import io.millrace.wire.WireException;
import io.millrace.wire.http.ByteBudget;
import io.millrace.wire.http.HttpDates;
import io.millrace.wire.http.RefusedBody;
import io.millrace.wire.http.WireHandler;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The handler in front of all routes of a server with access keys. Lets a request go on when it is signed, or when its path is open.
 * On event loops.
 */
public final class AccessGate implements Handler<RoutingContext> {

    private static final Logger LOGGER = LoggerFactory.getLogger(AccessGate.class);
    private static final String PROOF = AccessGate.class.getName() + ".proof", VERIFIED = AccessGate.class.getName() + ".verified";
    private static final String WIRE_PATH = "/";
    private static final long SWEEP_MILLIS = 1_000;

    private final SignatureVerifier verifier;
    private final PathRules rules;
    private final WireHandler wire;
    private final Handler<HttpServerRequest> router;
    private final IntakeSettings intake;
    private final ByteBudget memory;
    private final ByteBudget disk;
    private final Clock clock;
    private final MeterRegistry meters;

    /**
     * @param wire   answers refused calls on {@code POST /}, and says which service a target belongs to
     * @param router the one this gate is in front of: it is given each verified request from the start again, and passes it on then
     */
    public AccessGate(SignatureVerifier verifier, PathRules rules, WireHandler wire, Handler<HttpServerRequest> router, IntakeSettings intake,
            Clock clock, MeterRegistry meters) throws IOException {
        Files.createDirectories(intake.directory());
        this.verifier = verifier;
        this.rules = rules;
        this.wire = wire;
        this.router = router;
        this.intake = intake;
        this.memory = new ByteBudget(intake.memoryBytes(), intake.waitersMax());
        this.disk = new ByteBudget(intake.diskBytes(), intake.waitersMax());
        this.clock = clock;
        this.meters = meters;
        gauge("memory", memory);
        gauge("disk", disk);
    }

    private void gauge(String where, ByteBudget budget) {
        Gauge.builder("millrace.access.held.bytes", budget, ByteBudget::usedBytes).tag("where", where).register(meters);
    }

    @Override
    public void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        Context loop = Vertx.currentContext();
        if (loop.getLocal(VERIFIED) == request.response()) {
            context.put(PROOF, BodyProof.NONE);
            context.next();
            return;
        }
        PathRule rule = rules.of(request.path(), context.normalizedPath());
        if (rule.guard() == PathRule.Guard.OPEN) {
            context.next();
            return;
        }
        boolean onWire = context.normalizedPath().equals(WIRE_PATH);
        Optional<String> service = onWire ? wire.service(request.getHeader("X-Amz-Target")) : rule.service();
        BodyProof proof;
        try {
            proof = verifier.verify(new ReceivedHead(request), service, rule.guard() == PathRule.Guard.SIGNED_HEAD);
        } catch (WireException refusal) {
            count(refusal.fault().wireName());
            if (onWire) {
                wire.refuse(request, refusal);
            } else {
                refuse(request, RestRefusal.of(refusal));
            }
            return;
        }
        if (onWire || rule.guard() == PathRule.Guard.SIGNED_HEAD) {
            context.put(PROOF, proof);
            context.next();
        } else {
            takeIn(context, loop, proof);
        }
    }

    /** What a request that this gate let go on has still to prove. Fails for one that did not come through it. */
    public static BodyProof proofOf(RoutingContext context) {
        BodyProof proof = context.get(PROOF);
        if (proof == null) {
            throw new IllegalStateException("a request came around the gate: " + context.normalizedPath());
        }
        return proof;
    }

    private void takeIn(RoutingContext context, Context loop, BodyProof proof) {
        HttpServerRequest request = context.request();
        if (hasNoBody(request)) {
            try {
                proof.end();
                context.next();
            } catch (WireException refusal) {
                count(refusal.fault().wireName());
                refuse(request, RestRefusal.of(refusal));
            }
            return;
        }
        new BodyIntake(request, proof, intake, memory, disk, new BodyIntake.Outcome() {
            @Override
            public void verified(VerifiedBody body) {
                releaseWithResponse(loop, request, body);
                loop.putLocal(VERIFIED, request.response());
                router.handle(new VerifiedRequest(request, loop, body));
            }

            @Override
            public void refused(RestRefusal refusal) {
                count(refusal.type());
                refuse(request, refusal);
            }

            @Override
            public void lost() {
                LOGGER.atDebug().addKeyValue("path", request.path()).log("client left while its body was taken in");
            }
        }).begin();
    }

    /** Of HTTP/1 known from the head; of HTTP/2 only when the end has come with it. */
    private static boolean hasNoBody(HttpServerRequest request) {
        return request.isEnded() || BodyIntake.contentLength(request) == 0
                || request.version() != HttpVersion.HTTP_2 && BodyIntake.contentLength(request) < 0 && !request.headers().contains("Transfer-Encoding");
    }

    /** A route may answer without reading the body: then it is given back when that is seen. */
    private static void releaseWithResponse(Context loop, HttpServerRequest request, VerifiedBody body) {
        loop.owner().setPeriodic(SWEEP_MILLIS, timer -> {
            if (request.response().ended() || request.response().closed()) {
                body.release();
            }
            if (body.isReleased()) {
                loop.owner().cancelTimer(timer);
            }
        });
    }

    private void refuse(HttpServerRequest request, RestRefusal refusal) {
        RefusedBody.drop(request);
        request.response().setStatusCode(refusal.status()).putHeader("Content-Type", "application/json")
                .putHeader("x-amzn-ErrorType", refusal.type()).putHeader("Date", HttpDates.now(clock)).end(refusal.body());
    }

    private void count(String fault) {
        Counter.builder("millrace.access.refused").tag("fault", fault).register(meters).increment();
    }
}
