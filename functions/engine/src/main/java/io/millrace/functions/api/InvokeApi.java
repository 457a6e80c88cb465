package io.millrace.functions.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.millrace.functions.catalog.Function;
import io.millrace.functions.compiled.CompiledFunctions;
import io.millrace.functions.worker.FunctionEngine;
import io.millrace.functions.worker.Invocation;
import io.millrace.wire.http.ByteBudget;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Invoke. Blocks on the body, not on the function. */
public final class InvokeApi {

    /** Of an event. */
    static final int PAYLOAD_BYTES_MAX = 6 * 1024 * 1024;

    private static final int CLIENT_CONTEXT_BYTES_MAX = 3583;
    private static final byte[] NO_EVENT = {'{', '}'};
    private static final JsonFactory JSON = new JsonFactory();
    private static final int WAITING_MAX = 64;
    private static final Duration PERMIT_WAIT = Duration.ofSeconds(5);

    private final FunctionApi functions;
    private final FunctionEngine engine;
    private final CompiledFunctions compiled;
    private final ByteBudget budget = new ByteBudget(Math.max(4L * PAYLOAD_BYTES_MAX, Runtime.getRuntime().maxMemory() / 8), WAITING_MAX);

    /**
     * Invoke's parameters as they come.
     *
     * @param type          RequestResponse, DryRun or Event; absent: RequestResponse
     * @param logType       None or Tail
     * @param clientContext JSON in base64
     * @param traceId       as in X-Amzn-Trace-Id
     * @param bodyBytes     as in Content-Length
     */
    public record Parameters(String function, Optional<String> qualifier, Optional<String> type, Optional<String> logType,
            Optional<String> clientContext, Optional<String> traceId, OptionalLong bodyBytes) {
    }

    public InvokeApi(FunctionApi functions, FunctionEngine engine, CompiledFunctions compiled) {
        this.functions = functions;
        this.engine = engine;
        this.compiled = compiled;
    }

    /** Runs the function; empty after a dry run, which only checks that it could be. */
    public CompletionStage<Optional<Invocation.Result>> invoke(Parameters parameters, InputStream body) throws IOException {
        ByteBudget.Permit permit = permit(parameters.bodyBytes().orElse(PAYLOAD_BYTES_MAX));
        CompletionStage<Optional<Invocation.Result>> result = null;
        try {
            result = withPermit(parameters, body);
        } finally {
            if (result == null) {
                permit.release();
            }
        }
        return result.whenComplete((ended, failure) -> permit.release());
    }

    /** Waits a moment for memory for the body, and for as much again for the answer. */
    private ByteBudget.Permit permit(long bodyBytes) {
        CompletableFuture<Optional<ByteBudget.Permit>> granted = new CompletableFuture<>();
        if (bodyBytes > PAYLOAD_BYTES_MAX) {
            throw tooLarge();
        }
        Optional<ByteBudget.Claim> claim = budget.claim(Math.max(1, 2 * bodyBytes), permit -> {
            if (!granted.complete(Optional.of(permit))) {
                permit.release();
            }
        });
        if (claim.isPresent()) {
            granted.completeOnTimeout(Optional.empty(), PERMIT_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } else {
            granted.complete(Optional.empty());
        }
        return granted.join().orElseThrow(() -> {
            claim.ifPresent(ByteBudget.Claim::leave);
            return new LambdaException(LambdaFault.TOO_MANY_REQUESTS, "Rate Exceeded.");
        });
    }

    private CompletionStage<Optional<Invocation.Result>> withPermit(Parameters parameters, InputStream body) throws IOException {
        KnownFunction function = functions.find(parameters.function(), parameters.qualifier());
        byte[] payload = payload(body);
        boolean tailWanted = switch (parameters.logType().orElse("None")) {
            case "None" -> false;
            case "Tail" -> true;
            default -> throw LambdaException.constraint(parameters.logType().get(), "logType", "Member must satisfy enum value set: [None, Tail]");
        };
        String clientContext = clientContext(parameters.clientContext());
        boolean dryRun = switch (parameters.type().orElse("RequestResponse")) {
            case "RequestResponse" -> false;
            case "DryRun" -> true;
            case "Event" -> throw LambdaException.unsupported("InvocationType Event");
            default -> throw LambdaException.constraint(parameters.type().get(), "invocationType",
                    "Member must satisfy enum value set: [Event, RequestResponse, DryRun]");
        };
        if (function instanceof KnownFunction.Deployed deployed) {
            requireActive(deployed.function());
        }
        if (dryRun) {
            return CompletableFuture.completedStage(Optional.empty());
        }
        String traceId = parameters.traceId().orElse("");
        CompletionStage<Invocation.Result> result = switch (function) {
            case KnownFunction.Deployed deployed -> engine.invokeNow(deployed.function(), payload, tailWanted, clientContext, traceId);
            case KnownFunction.CompiledIn compiledIn -> compiled.invokeNow(compiledIn.name(), payload, tailWanted, clientContext, traceId);
        };
        return result.thenApply(Optional::of);
    }

    private static void requireActive(Function function) {
        if (!function.isActive()) {
            throw new LambdaException(LambdaFault.CONFLICT, "The operation cannot be performed at this time. The function is currently in the"
                    + " following state: " + (function.state() == Function.State.PENDING ? "Pending" : "Failed"));
        }
    }

    private static LambdaException tooLarge() {
        return new LambdaException(LambdaFault.REQUEST_TOO_LARGE, "Request must be smaller than " + PAYLOAD_BYTES_MAX
                + " bytes for the InvokeFunction operation");
    }

    private static byte[] payload(InputStream body) throws IOException {
        byte[] payload = new BoundedBody(body, PAYLOAD_BYTES_MAX, InvokeApi::tooLarge).readAllBytes();
        if (payload.length == 0) {
            return NO_EVENT;
        }
        try (JsonParser parser = JSON.createParser(payload)) {
            parser.nextToken();
            parser.skipChildren();
            if (parser.nextToken() != null) {
                throw new LambdaException(LambdaFault.UNREADABLE, "Could not parse request body into json: more than one value");
            }
        } catch (JsonProcessingException malformed) {
            throw new LambdaException(LambdaFault.UNREADABLE, "Could not parse request body into json: " + malformed.getOriginalMessage());
        }
        return payload;
    }

    private static String clientContext(Optional<String> base64) {
        if (base64.isEmpty() || base64.get().isEmpty()) {
            return "";
        }
        if (base64.get().length() > CLIENT_CONTEXT_BYTES_MAX) {
            throw LambdaException.invalid("Client context must not be larger than " + CLIENT_CONTEXT_BYTES_MAX + " bytes");
        }
        try {
            String text = new String(Base64.getDecoder().decode(base64.get()), StandardCharsets.UTF_8);
            if (text.chars().noneMatch(Character::isISOControl)) {
                return text;
            }
        } catch (IllegalArgumentException notBase64) {
            throw LambdaException.invalid("Client context must be a valid Base64-encoded JSON object.");
        }
        throw LambdaException.invalid("Client context must be a JSON object without control characters.");
    }
}
