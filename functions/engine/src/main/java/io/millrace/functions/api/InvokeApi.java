package io.millrace.functions.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.millrace.functions.catalog.Function;
import io.millrace.functions.worker.FunctionEngine;
import io.millrace.functions.worker.Invocation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Invoke. Blocks on the body, not on the function. */
public final class InvokeApi {

    /** Of an event. */
    static final int PAYLOAD_BYTES_MAX = 6 * 1024 * 1024;

    private static final int CLIENT_CONTEXT_BYTES_MAX = 3583;
    private static final byte[] NO_EVENT = {'{', '}'};
    private static final JsonFactory JSON = new JsonFactory();

    private final FunctionApi functions;
    private final FunctionEngine engine;

    /**
     * Invoke's parameters as they come.
     *
     * @param type          RequestResponse, DryRun or Event; absent: RequestResponse
     * @param logType       None or Tail
     * @param clientContext JSON in base64
     * @param traceId       as in X-Amzn-Trace-Id
     */
    public record Parameters(String function, Optional<String> qualifier, Optional<String> type, Optional<String> logType,
            Optional<String> clientContext, Optional<String> traceId) {
    }

    public InvokeApi(FunctionApi functions, FunctionEngine engine) {
        this.functions = functions;
        this.engine = engine;
    }

    /** Runs the function; empty after a dry run, which only checks that it could be. */
    public CompletionStage<Optional<Invocation.Result>> invoke(Parameters parameters, InputStream body) throws IOException {
        Function function = functions.find(parameters.function(), parameters.qualifier());
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
        if (!function.isActive()) {
            throw new LambdaException(LambdaFault.CONFLICT, "The operation cannot be performed at this time. The function is currently in the"
                    + " following state: " + (function.state() == Function.State.PENDING ? "Pending" : "Failed"));
        }
        if (dryRun) {
            return CompletableFuture.completedStage(Optional.empty());
        }
        return engine.invokeNow(function, payload, tailWanted, clientContext, parameters.traceId().orElse("")).thenApply(Optional::of);
    }

    private static byte[] payload(InputStream body) throws IOException {
        byte[] payload = new BoundedBody(body, PAYLOAD_BYTES_MAX, () -> new LambdaException(LambdaFault.REQUEST_TOO_LARGE,
                "Request must be smaller than " + PAYLOAD_BYTES_MAX + " bytes for the InvokeFunction operation")).readAllBytes();
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
