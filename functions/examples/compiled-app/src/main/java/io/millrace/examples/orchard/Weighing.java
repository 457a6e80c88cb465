package io.millrace.examples.orchard;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Outgoing;

/** A channel from the stream of crates to the stream of bills. */
@Singleton
public class Weighing {

    private static final int CENTS_A_KILOGRAM = 60;

    /** A record of the stream of crates. */
    @RegisterForReflection
    public record Crate(String picker, int kilograms) {
    }

    /** A record of the stream of bills. */
    @RegisterForReflection
    public record Bill(String picker, int cents) {
    }

    /** A crate is done when its bill is durable. A crate of nothing goes to the stream of odd crates. */
    @Incoming("crates")
    @Outgoing("bills")
    Bill weigh(Crate crate) {
        if (crate.kilograms() <= 0) {
            throw new IllegalArgumentException("a crate weighs something");
        }
        return new Bill(crate.picker(), crate.kilograms() * CENTS_A_KILOGRAM);
    }
}
