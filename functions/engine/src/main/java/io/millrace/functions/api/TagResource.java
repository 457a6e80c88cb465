package io.millrace.functions.api;

import io.smallrye.common.annotation.Blocking;
import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** {@link TagApi} over HTTP. */
@Path("/2017-03-31/tags/{resource}")
@Consumes(MediaType.WILDCARD)
@Blocking
public class TagResource {

    private static final int NO_CONTENT = 204;

    private final Instance<FunctionApi> functions;
    private final Instance<TagApi> api;

    public TagResource(Instance<FunctionApi> functions, Instance<TagApi> api) {
        this.functions = functions;
        this.api = api;
    }

    @GET
    public CompletionStage<Response> list(@PathParam("resource") String resource) {
        return Answers.look(functions.get(), resource, () -> api.get().list(resource));
    }

    @POST
    public CompletionStage<Response> tag(@PathParam("resource") String resource, InputStream body) {
        return Answers.answer(functions.get(), resource, () -> api.get().tag(resource, body), done -> Response.status(NO_CONTENT).build());
    }

    @DELETE
    public CompletionStage<Response> untag(@PathParam("resource") String resource, @QueryParam("tagKeys") List<String> keys) {
        return Answers.answer(functions.get(), resource, () -> api.get().untag(resource, keys), done -> Response.status(NO_CONTENT).build());
    }
}
