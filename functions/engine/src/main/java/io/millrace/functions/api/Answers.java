package io.millrace.functions.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.functions.catalog.RegistryFault;
import io.millrace.functions.code.CodeStore;
import io.millrace.stage.StageFailure;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what operations give or throw into HTTP. */
public final class Answers {

    private static final Logger LOGGER = LoggerFactory.getLogger(Answers.class);
    private static final int OK = 200;

    private Answers() {
    }

    /** An operation that gives its reply at once or later. */
    @FunctionalInterface
    interface Operation<T> {
        CompletionStage<T> run() throws IOException;
    }

    /** An operation that gives its reply at once. */
    @FunctionalInterface
    interface Look {
        ObjectNode at();
    }

    static CompletionStage<Response> look(FunctionApi api, String function, Look look) {
        return answer(api, function, () -> CompletableFuture.completedStage(look.at()), reply -> json(OK, reply));
    }

    /** @param function as the client named it, for the log */
    static <T> CompletionStage<Response> answer(FunctionApi api, String function, Operation<T> operation, Function<T, Response> answer) {
        try {
            return operation.run().thenApply(answer).exceptionally(failure -> fault(api, function, failure));
        } catch (IOException | RuntimeException failure) {
            return CompletableFuture.completedStage(fault(api, function, failure));
        }
    }

    static Response json(int status, ObjectNode reply) {
        return Response.status(status).type(MediaType.APPLICATION_JSON).entity(FunctionReply.bytes(reply)).build();
    }

    /** The error as REST-JSON has it: name in {@code x-amzn-ErrorType}, Type and message in the body. */
    public static Response fault(LambdaException exception) {
        return Response.status(exception.fault().status()).header("x-amzn-ErrorType", exception.fault().wireName())
                .type(MediaType.APPLICATION_JSON).entity(FunctionReply.fault(exception)).build();
    }

    private static Response fault(FunctionApi api, String function, Throwable failure) {
        Throwable cause = StageFailure.cause(failure);
        return switch (cause) {
            case LambdaException exception -> fault(exception);
            case RegistryFault refused -> fault(api.fault(refused));
            case CodeStore.TooManyUploads uploads -> fault(new LambdaException(LambdaFault.TOO_MANY_REQUESTS, "Rate exceeded: " + uploads.getMessage()));
            default -> serviceFault(function, cause);
        };
    }

    private static Response serviceFault(String function, Throwable cause) {
        LOGGER.atError().addKeyValue("function", function).setCause(cause).log("operation on a function failed");
        return fault(new LambdaException(LambdaFault.SERVICE, "The service encountered an internal error."));
    }
}
