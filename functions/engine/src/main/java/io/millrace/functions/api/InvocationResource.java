package io.millrace.functions.api;

import io.millrace.functions.worker.Invocation;
import io.millrace.invoke.Outcome;
import io.smallrye.common.annotation.Blocking;
import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Base64;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;

/** {@link InvokeApi} over HTTP. On worker threads while the body is read; no thread waits for the function. */
@Path("/2015-03-31/functions/{function}/invocations")
@Consumes(MediaType.WILDCARD)
@Blocking
public class InvocationResource {

    private static final int OK = 200, NO_CONTENT = 204;

    private final Instance<FunctionApi> functions;
    private final Instance<InvokeApi> api;

    public InvocationResource(Instance<FunctionApi> functions, Instance<InvokeApi> api) {
        this.functions = functions;
        this.api = api;
    }

    @POST
    public CompletionStage<Response> invoke(@PathParam("function") String function, @QueryParam("Qualifier") String qualifier,
            @HeaderParam("X-Amz-Invocation-Type") String type, @HeaderParam("X-Amz-Log-Type") String logType,
            @HeaderParam("X-Amz-Client-Context") String clientContext, @HeaderParam("X-Amzn-Trace-Id") String traceId,
            @HeaderParam("Content-Length") Long length, InputStream body) {
        InvokeApi.Parameters parameters = new InvokeApi.Parameters(function, Optional.ofNullable(qualifier), Optional.ofNullable(type),
                Optional.ofNullable(logType), Optional.ofNullable(clientContext), Optional.ofNullable(traceId),
                length == null ? OptionalLong.empty() : OptionalLong.of(length));
        return Answers.answer(functions.get(), function, () -> api.get().invoke(parameters, body), result -> result.map(InvocationResource::answer)
                .orElseGet(() -> Response.status(NO_CONTENT).header("X-Amz-Executed-Version", FunctionReference.LATEST).build()));
    }

    private static Response answer(Invocation.Result result) {
        return switch (result.outcome()) {
            case Outcome.Done done -> with(result, done.payload()).build();
            case Outcome.Failed failed -> with(result, failed.payload()).header("X-Amz-Function-Error", failed.kind()).build();
            case Outcome.Throttled throttled -> Response.fromResponse(Answers.fault(new LambdaException(LambdaFault.TOO_MANY_REQUESTS,
                    "Rate Exceeded."))).header("Retry-After", Math.max(1, throttled.retryAfter().toSeconds())).build();
            case Outcome.Unavailable unavailable -> Answers.fault(new LambdaException(LambdaFault.NOT_READY, unavailable.reason()));
        };
    }

    private static Response.ResponseBuilder with(Invocation.Result result, byte[] payload) {
        Response.ResponseBuilder response = Response.status(OK).type(MediaType.APPLICATION_JSON).entity(payload)
                .header("X-Amz-Executed-Version", FunctionReference.LATEST).header("x-amzn-RequestId", result.requestId());
        return result.tail().length == 0 ? response : response.header("X-Amz-Log-Result", Base64.getEncoder().encodeToString(result.tail()));
    }
}
