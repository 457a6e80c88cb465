package io.millrace.video.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.catalog.Catalog;
import io.millrace.stage.StageFailure;
import io.millrace.stream.StoreException;
import io.millrace.video.stream.StreamRefusal;
import io.millrace.wire.WireException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what operations give or throw into HTTP. */
public final class VideoAnswers {

    private static final Logger LOGGER = LoggerFactory.getLogger(VideoAnswers.class);
    private static final int OK = 200;

    private VideoAnswers() {
    }

    /** An operation that gives its reply at once or later. */
    @FunctionalInterface
    public interface Operation {
        CompletionStage<ObjectNode> run() throws IOException;
    }

    /** A reply to be filled. */
    public static ObjectNode reply() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** Runs the operation; whatever comes of it is an answer. */
    public static CompletionStage<Response> answer(String name, Operation operation) {
        try {
            return operation.run().thenApply(VideoAnswers::json).exceptionally(failure -> fault(wireFault(name, failure)));
        } catch (IOException | RuntimeException failure) {
            return CompletableFuture.completedStage(fault(wireFault(name, failure)));
        }
    }

    private static Response json(ObjectNode reply) {
        return Response.status(OK).type(MediaType.APPLICATION_JSON).entity(bytes(reply)).build();
    }

    /** A fault as the service writes it. */
    public static Response fault(WireException fault) {
        return Response.status(fault.fault().status()).header("x-amzn-ErrorType", fault.fault().wireName())
                .type(MediaType.APPLICATION_JSON).entity(faultBody(fault)).build();
    }

    /** The body of a fault. */
    public static byte[] faultBody(WireException fault) {
        return bytes(reply().put("Message", fault.getMessage()));
    }

    /** What a client is told of a failure; one that is not the client's is logged. */
    public static WireException wireFault(String operation, Throwable failure) {
        Throwable cause = StageFailure.cause(failure);
        return switch (cause) {
            case WireException fault -> fault;
            case StreamRefusal refusal -> refused(refusal);
            case StoreException.ShardUnknown gone -> VideoFault.NOT_FOUND.because("The requested stream is not found or not active.");
            case StoreException.Busy busy -> VideoFault.CLIENT_LIMIT.because("Too much waits for the disk; try again later.");
            case StoreException.Closed closed -> VideoFault.INTERNAL.because("The server is stopping.");
            case StoreException.DiskFull full -> logged(operation, full);
            case StoreException.DiskFailed failed -> logged(operation, failed);
            case Catalog.CatalogUnavailable unavailable -> logged(operation, unavailable);
            default -> logged(operation, cause);
        };
    }

    private static WireException refused(StreamRefusal refusal) {
        return switch (refusal) {
            case StreamRefusal.Unknown unknown -> VideoFault.NOT_FOUND.because(unknown.getMessage());
            case StreamRefusal.NameTaken taken -> VideoFault.IN_USE.because(taken.getMessage());
            case StreamRefusal.VersionStale stale -> VideoFault.VERSION_MISMATCH.because(stale.getMessage());
            case StreamRefusal.TooMany many -> VideoFault.STREAM_LIMIT.because(many.getMessage());
        };
    }

    private static WireException logged(String operation, Throwable cause) {
        LOGGER.atError().addKeyValue("operation", operation).setCause(cause).log("video operation failed");
        return VideoFault.INTERNAL.because("The service encountered an internal error.");
    }

    private static byte[] bytes(ObjectNode node) {
        return node.toString().getBytes(StandardCharsets.UTF_8);
    }
}
