package io.millrace.functions.messaging;

import io.millrace.functions.batch.BatchRecord;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Outgoing;

/** An application's channels. */
@Singleton
public class Dough {

    /** A record's data. */
    public record Loaf(String kind, int grams) {
    }

    final List<Loaf> loaves = new CopyOnWriteArrayList<>();
    final List<List<String>> batches = new CopyOnWriteArrayList<>();
    final List<String> raw = new CopyOnWriteArrayList<>();

    @Channel("orders-out")
    Emitter<Loaf> orders;

    @Incoming("orders-in")
    @Outgoing("bread-out")
    Loaf bake(Loaf loaf) {
        if (loaf.grams() < 0) {
            throw new IllegalArgumentException("no such loaf");
        }
        loaves.add(loaf);
        return new Loaf("baked " + loaf.kind(), loaf.grams() - 10);
    }

    @Incoming("bread-in")
    void count(List<String> texts) {
        batches.add(texts);
    }

    @Incoming("bread-raw-in")
    void look(BatchRecord record) {
        raw.add(record.partitionKey());
    }
}
