package io.millrace.functions.compiled;

import io.millrace.functions.batch.InvocationContext;
import io.quarkus.funqy.Context;
import io.quarkus.funqy.Funq;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.util.List;

/** Functions as an application has them. */
public class Mill {

    @Inject
    Sieve sieve;

    /** A record's data. */
    public record Sack(String corn, int pounds) {
    }

    /** What comes out. */
    public record Flour(int sacks, int pounds) {
    }

    @Funq
    public Flour grind(List<Sack> sacks) {
        return new Flour(sacks.size(), sacks.stream().mapToInt(Sack::pounds).sum());
    }

    @Funq("mill-later")
    public Uni<String> later(Sack sack) {
        return Uni.createFrom().item(() -> sieve.sifted(sack.corn()));
    }

    @Funq("mill-fails")
    public void fails() {
        throw new IllegalStateException("no water");
    }

    @Funq("mill-context")
    public String context(@Context InvocationContext context) {
        return context.functionArn() + " " + context.clientContext();
    }
}
