package io.millrace.trigger;

import io.millrace.checkpoint.MemoryCheckpoints;
import io.millrace.catalog.MemoryCatalog;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.clock.Clock;
import io.millrace.identity.Identity;
import io.millrace.process.Await;
import io.millrace.stream.MemoryRecordStore;
import io.millrace.stream.RecordBatch;
import io.millrace.stream.ShardId;
import io.millrace.stream.ShardKey;
import io.millrace.stream.StreamDescription;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;

/** Triggers with real threads over twins in memory. */
abstract class TriggersFixture {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    final MemoryCatalog catalog = new MemoryCatalog();
    final PlainDirectory directory = new PlainDirectory();
    final MemoryRecordStore store = new MemoryRecordStore(Clock.SYSTEM);
    final MemoryCheckpoints checkpoints = new MemoryCheckpoints();
    final HandFunction function = new HandFunction();
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    Triggers triggers = triggers();

    Triggers triggers() {
        TriggerSettings settings = new TriggerSettings(8 << 20, 4 << 20, 64 * 1024, Duration.ofMillis(5), Duration.ofMillis(20),
                Duration.ofMillis(200), 6 << 20);
        return new Triggers(catalog, directory, store, checkpoints, function, Clock.SYSTEM, registry, new Identity("000000000000", "us-east-1"), settings);
    }

    /** Stops the triggers and makes new ones, not started. */
    void restart() {
        triggers.close();
        store.restart();
        registry = new SimpleMeterRegistry();
        triggers = triggers();
    }

    @AfterEach
    void stop() {
        triggers.close();
        store.close();
    }

    StreamDescription stream(long id, int shards) throws Exception {
        StreamDescription stream = PlainDirectory.stream(id, shards);
        await(store.create(stream.id(), stream.shards()));
        directory.put(stream);
        return stream;
    }

    static <T> T await(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    static void until(String what, BooleanSupplier condition) {
        Await.until(PATIENCE, condition, () -> what);
    }

    void append(StreamDescription stream, int shard, int records) throws Exception {
        RecordBatch batch = new RecordBatch(256);
        for (int i = 0; i < records; i++) {
            batch.add(new byte[] {'k'}, ByteBuffer.wrap(new byte[] {1, 2, 3}));
        }
        await(store.append(new ShardKey(stream.id(), new ShardId(shard)), batch));
    }

    static NewMapping wanted(StreamDescription stream, String functionName, StartingPosition from, Mapping.Options options) {
        return new NewMapping("arn:aws:kinesis:us-east-1:000000000000:stream/" + stream.name(), stream, functionName, options, from,
                OptionalLong.empty(), Map.of());
    }

    static Mapping.Options options(int batchSize, int retries, boolean enabled) {
        return new Mapping.Options(batchSize, Duration.ZERO, retries, false, enabled);
    }

    String create(StreamDescription stream, String functionName, StartingPosition from, Mapping.Options options) throws Exception {
        return await(triggers.mappings().create(wanted(stream, functionName, from, options))).mapping().uuid();
    }

    void untilState(String uuid, String state) {
        until(uuid + " is " + state, () -> triggers.mappings().find(uuid).map(view -> view.status().state()).orElse("gone").equals(state));
    }

    String result(String uuid) {
        return triggers.mappings().find(uuid).orElseThrow().status().lastProcessingResult();
    }

    double count(String meter) {
        return registry.get(meter).counters().stream().mapToDouble(counter -> counter.count()).sum();
    }
}
