package io.millrace.functions.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.clock.Clock;
import io.millrace.process.Await;
import io.millrace.stream.access.StreamAccess;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.reactive.messaging.spi.Connector;
import org.junit.jupiter.api.Test;

/** {@link Dough}'s channels, wired by the framework, over streams in memory. */
@QuarkusTest
class ChannelsTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    /** What the server does in the deployable. */
    @Singleton
    static class Assembly {
        @Produces
        @Singleton
        MemoryStreams streams() {
            return new MemoryStreams(Clock.SYSTEM);
        }

        @Produces
        @Singleton
        StreamAccess access(MemoryStreams streams) {
            return streams.access;
        }
    }

    @Inject
    MemoryStreams server;
    @Inject
    Dough dough;
    @Inject
    @Connector(StreamConnector.NAME)
    StreamConnector connector;

    @Test
    void recordsGoThroughTheApplication() {
        server.create("orders", 2);
        server.create("bread", 2);
        server.create("burnt", 1);
        server.serve();
        for (int i = 0; i < 100; i++) {
            dough.orders.send(new Dough.Loaf("rye " + i, 500 + i));
        }
        server.put("orders", "no json");
        dough.orders.send(new Dough.Loaf("bad", -1));
        Await.until(SOON, () -> dough.loaves.size() == 100, () -> dough.loaves.size() + " loaves");
        Await.until(SOON, () -> server.texts("bread").size() == 100, () -> server.texts("bread").size() + " baked");
        assertThat(server.texts("bread")).contains("{\"kind\":\"baked rye 7\",\"grams\":497}");
        Await.until(SOON, () -> dough.batches.stream().mapToInt(List::size).sum() == 100, () -> dough.batches.toString());
        assertThat(dough.batches).allSatisfy(batch -> assertThat(batch).hasSizeBetween(1, 10));
        Await.until(SOON, () -> dough.raw.size() == 100, () -> dough.raw.size() + " keys");
        assertThat(dough.raw).containsOnly("bread");
        Await.until(SOON, () -> server.texts("burnt").size() == 2, () -> server.texts("burnt").toString());
        assertThat(server.texts("burnt")).containsExactlyInAnyOrder("no json", "{\"kind\":\"bad\",\"grams\":-1}");
        assertThat(connector.getLiveness().isOk()).isTrue();
    }
}
