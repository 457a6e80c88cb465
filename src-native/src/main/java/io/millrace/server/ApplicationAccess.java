package io.millrace.server;

import io.millrace.stream.access.StreamAccess;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The streams for what an application brings with it, such as channels of the messaging connector. */
@Singleton
final class ApplicationAccess {

    @Produces
    @Singleton
    StreamAccess streams() {
        return new StreamAccess();
    }
}
