package io.millrace.functions.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.common.annotation.Blocking;
import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * What clients ask about a function that is not built: answered as for a function that has none of it. Terraform's provider asks all
 * of these.
 */
@Path("/")
@Blocking
public class FunctionAspectsResource {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Instance<FunctionApi> api;

    public FunctionAspectsResource(Instance<FunctionApi> api) {
        this.api = api;
    }

    @GET
    @Path("2020-06-30/functions/{function}/code-signing-config")
    public CompletionStage<Response> codeSigning(@PathParam("function") String function) {
        return Answers.look(api.get(), function, () -> JSON.objectNode().put("CodeSigningConfigArn", "")
                .put("FunctionName", api.get().find(function, Optional.empty()).name()));
    }

    @GET
    @Path("2019-09-30/functions/{function}/concurrency")
    public CompletionStage<Response> concurrency(@PathParam("function") String function) {
        return existing(function, JSON.objectNode());
    }

    @GET
    @Path("2024-08-31/functions/{function}/recursion-config")
    public CompletionStage<Response> recursion(@PathParam("function") String function) {
        return existing(function, JSON.objectNode().put("RecursiveLoop", "Allow"));
    }

    @GET
    @Path("2021-07-20/functions/{function}/runtime-management-config")
    public CompletionStage<Response> runtimeManagement(@PathParam("function") String function) {
        return Answers.look(api.get(), function, () -> api.get().runtimeManagement(function));
    }

    @GET
    @Path("2019-09-25/functions/{function}/event-invoke-config")
    public CompletionStage<Response> eventInvoke(@PathParam("function") String function) {
        return none(function, "The function " + function + " doesn't have an EventInvokeConfig");
    }

    @GET
    @Path("2019-09-25/functions/{function}/event-invoke-config/list")
    public CompletionStage<Response> eventInvokes(@PathParam("function") String function) {
        return existing(function, list("FunctionEventInvokeConfigs"));
    }

    @GET
    @Path("2021-10-31/functions/{function}/url")
    public CompletionStage<Response> url(@PathParam("function") String function) {
        return none(function, "The resource you requested does not exist.");
    }

    @GET
    @Path("2021-10-31/functions/{function}/urls")
    public CompletionStage<Response> urls(@PathParam("function") String function) {
        return existing(function, list("FunctionUrlConfigs"));
    }

    private CompletionStage<Response> existing(String function, ObjectNode reply) {
        return Answers.look(api.get(), function, () -> {
            api.get().find(function, Optional.empty());
            return reply;
        });
    }

    private CompletionStage<Response> none(String function, String message) {
        return Answers.look(api.get(), function, () -> {
            api.get().find(function, Optional.empty());
            throw new LambdaException(LambdaFault.NOT_FOUND, message);
        });
    }

    private static ObjectNode list(String member) {
        ObjectNode node = JSON.objectNode();
        node.putArray(member);
        return node;
    }
}
