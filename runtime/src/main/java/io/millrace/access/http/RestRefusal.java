package io.millrace.access.http;

import io.millrace.access.AccessFault;
import io.millrace.wire.WireException;
import io.vertx.core.json.JsonObject;

/** An answer to a REST call that does not get to its API, in the form these APIs have in common. */
record RestRefusal(int status, String type, String message) {

    static final RestRefusal TOO_LARGE = new RestRefusal(413, "RequestEntityTooLargeException", "The request body is too large.");
    static final RestRefusal TIMED_OUT = new RestRefusal(408, "RequestTimeoutException", "The body did not arrive in time.");
    static final RestRefusal THROTTLED = new RestRefusal(429, "TooManyRequestsException", "Too many bodies are under way; try again.");
    static final RestRefusal INTERNAL = new RestRefusal(500, "ServiceException", "The body could not be taken in.");

    static RestRefusal of(WireException refusal) {
        return new RestRefusal(AccessFault.REST_STATUS, refusal.fault().wireName(), refusal.getMessage());
    }

    String body() {
        return JsonObject.of("message", message).encode();
    }
}
