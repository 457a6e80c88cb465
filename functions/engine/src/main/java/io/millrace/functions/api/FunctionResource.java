package io.millrace.functions.api;

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
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * {@link FunctionApi} over HTTP. On worker threads, since bodies are read as they come and go to disk. The API is looked up with each
 * call, so that the module can be built and tested without the server's assembly, which makes it.
 */
@Path("/2015-03-31/functions")
@Consumes(MediaType.WILDCARD)
@Blocking
public class FunctionResource {

    private static final int OK = 200, CREATED = 201, NO_CONTENT = 204;

    private final Instance<FunctionApi> api;

    public FunctionResource(Instance<FunctionApi> api) {
        this.api = api;
    }

    @POST
    public CompletionStage<Response> create(InputStream body) {
        return Answers.answer(api.get(), "", () -> api.get().create(body), reply -> Answers.json(CREATED, reply));
    }

    @GET
    public CompletionStage<Response> list(@QueryParam("Marker") String marker, @QueryParam("MaxItems") String maxItems) {
        return Answers.look(api.get(), "", () -> api.get().list(Optional.ofNullable(marker), Optional.ofNullable(maxItems)));
    }

    @GET
    @Path("{function}")
    public CompletionStage<Response> get(@PathParam("function") String function, @QueryParam("Qualifier") String qualifier, @Context UriInfo uri) {
        return Answers.look(api.get(), function, () -> api.get().get(function, Optional.ofNullable(qualifier), uri.getBaseUri().toString()));
    }

    @DELETE
    @Path("{function}")
    public CompletionStage<Response> delete(@PathParam("function") String function, @QueryParam("Qualifier") String qualifier) {
        return Answers.answer(api.get(), function, () -> api.get().delete(function, Optional.ofNullable(qualifier)),
                done -> Response.status(NO_CONTENT).build());
    }

    @GET
    @Path("{function}/configuration")
    public CompletionStage<Response> configuration(@PathParam("function") String function, @QueryParam("Qualifier") String qualifier) {
        return Answers.look(api.get(), function, () -> api.get().configuration(function, Optional.ofNullable(qualifier)));
    }

    @PUT
    @Path("{function}/configuration")
    public CompletionStage<Response> updateConfiguration(@PathParam("function") String function, InputStream body) {
        return Answers.answer(api.get(), function, () -> api.get().updateConfiguration(function, body), reply -> Answers.json(OK, reply));
    }

    @PUT
    @Path("{function}/code")
    public CompletionStage<Response> updateCode(@PathParam("function") String function, InputStream body) {
        return Answers.answer(api.get(), function, () -> api.get().updateCode(function, body), reply -> Answers.json(OK, reply));
    }

    /** What Code.Location of GetFunction points to. */
    @GET
    @Path("{function}/code/{sha256}")
    public CompletionStage<Response> code(@PathParam("function") String function, @PathParam("sha256") String sha256) {
        return Answers.answer(api.get(), function, () -> CompletableFuture.completedStage(api.get().archive(function, sha256)),
                file -> Response.ok(file.toFile()).type("application/zip").build());
    }

    @GET
    @Path("{function}/versions")
    public CompletionStage<Response> versions(@PathParam("function") String function) {
        return Answers.look(api.get(), function, () -> api.get().versions(function));
    }

    /** None has aliases. */
    @GET
    @Path("{function}/aliases")
    public CompletionStage<Response> aliases(@PathParam("function") String function) {
        return Answers.look(api.get(), function, () -> api.get().aliases(function));
    }

    /** None has a policy. */
    @GET
    @Path("{function}/policy")
    public CompletionStage<Response> policy(@PathParam("function") String function) {
        return Answers.look(api.get(), function, () -> api.get().policy(function));
    }
}
