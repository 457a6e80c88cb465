package io.millrace.bench.hello;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** Answers {@code GET /hello}. */
@Path("/hello")
public final class HelloResource {

    /** The whole application. */
    @GET
    public String hello() {
        return "hello";
    }
}
