package io.millrace.functions.mapping;

import io.millrace.functions.api.Answers;
import io.millrace.functions.api.FunctionApi;
import io.millrace.functions.api.LambdaException;
import io.millrace.functions.api.LambdaFault;
import io.millrace.stage.StageFailure;
import io.smallrye.common.annotation.Blocking;
import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * {@link MappingApi} over HTTP. Runs on worker threads, which it does not block. The API is looked up with each call, so that the
 * module can be built and tested without the server's assembly, which makes it.
 */
@Path("/2015-03-31/event-source-mappings")
@Consumes(MediaType.WILDCARD)
@Blocking
public class EventSourceMappingResource {

    private static final int OK = 200;
    private static final int ACCEPTED = 202;

    private final Instance<MappingApi> api;

    public EventSourceMappingResource(Instance<MappingApi> api) {
        this.api = api;
    }

    @POST
    public CompletionStage<Response> create(InputStream body) {
        return answer(ACCEPTED, () -> api.get().create(bytes(body)));
    }

    @GET
    public CompletionStage<Response> list(@QueryParam("EventSourceArn") String eventSourceArn, @QueryParam("FunctionName") String functionName,
            @QueryParam("Marker") String marker, @QueryParam("MaxItems") String maxItems) {
        return answer(OK, () -> CompletableFuture.completedStage(api.get().list(Optional.ofNullable(eventSourceArn), Optional.ofNullable(functionName),
                Optional.ofNullable(marker), Optional.ofNullable(maxItems))));
    }

    @GET
    @Path("{uuid}")
    public CompletionStage<Response> get(@PathParam("uuid") String uuid) {
        return answer(OK, () -> CompletableFuture.completedStage(api.get().get(uuid)));
    }

    @PUT
    @Path("{uuid}")
    public CompletionStage<Response> update(@PathParam("uuid") String uuid, InputStream body) {
        return answer(ACCEPTED, () -> api.get().update(uuid, bytes(body)));
    }

    @DELETE
    @Path("{uuid}")
    public CompletionStage<Response> delete(@PathParam("uuid") String uuid) {
        return answer(ACCEPTED, () -> api.get().delete(uuid));
    }

    private static byte[] bytes(InputStream body) {
        try {
            return FunctionApi.smallBody(body).readAllBytes();
        } catch (IOException cutOff) {
            throw new LambdaException(LambdaFault.UNREADABLE, "Could not read the request body: " + cutOff.getMessage());
        }
    }

    private static CompletionStage<Response> answer(int status, Supplier<CompletionStage<byte[]>> operation) {
        CompletionStage<byte[]> stage;
        try {
            stage = operation.get();
        } catch (LambdaException fault) {
            return CompletableFuture.completedStage(Answers.fault(fault));
        }
        return stage.handle((reply, failure) -> {
            if (failure == null) {
                return Response.status(status).type(MediaType.APPLICATION_JSON).entity(reply).build();
            }
            Throwable cause = StageFailure.cause(failure);
            if (cause instanceof LambdaException fault) {
                return Answers.fault(fault);
            }
            throw new CompletionException(cause);
        });
    }
}
