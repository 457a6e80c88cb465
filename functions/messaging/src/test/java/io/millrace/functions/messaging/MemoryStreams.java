package io.millrace.functions.messaging;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.catalog.MemoryCatalog;
import io.millrace.checkpoint.MemoryCheckpoints;
import io.millrace.clock.Clock;
import io.millrace.identity.Identity;
import io.millrace.stream.HashKey;
import io.millrace.stream.MemoryRecordStore;
import io.millrace.stream.Position;
import io.millrace.stream.ReadLimit;
import io.millrace.stream.RecordBatch;
import io.millrace.stream.Shard;
import io.millrace.stream.StreamDescription;
import io.millrace.stream.StreamMode;
import io.millrace.stream.StreamName;
import io.millrace.stream.StreamRecord;
import io.millrace.stream.access.LocalStreams;
import io.millrace.stream.access.StreamAccess;
import io.millrace.stream.registry.LiveStream;
import io.millrace.stream.registry.NewStream;
import io.millrace.stream.registry.RegistrySettings;
import io.millrace.stream.registry.StreamRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A server's streams in memory. */
public final class MemoryStreams {

    final MemoryRecordStore store;
    final MemoryCheckpoints checkpoints = new MemoryCheckpoints();
    final StreamRegistry registry;
    final LocalStreams streams;
    public final StreamAccess access = new StreamAccess();

    public MemoryStreams(Clock clock) {
        store = MemoryRecordStore.onCallersThread(clock);
        registry = new StreamRegistry(new MemoryCatalog(), store, clock, RegistrySettings.defaults());
        streams = new LocalStreams(registry, store, checkpoints, new Identity("000000000000", "us-east-1"), clock, new SimpleMeterRegistry());
    }

    public void serve() {
        access.open(streams);
    }

    public StreamDescription create(String name, int shards) {
        return create(name, shards, OptionalInt.empty());
    }

    StreamDescription create(String name, int shards, int recordBytesMax) {
        return create(name, shards, OptionalInt.of(recordBytesMax));
    }

    private StreamDescription create(String name, int shards, OptionalInt recordBytesMax) {
        return registry.create(new NewStream(new StreamName(name), StreamMode.PROVISIONED, shards, recordBytesMax, Map.of())).toCompletableFuture().join();
    }

    /** Puts records whose keys are their texts. */
    public void put(String stream, String... texts) {
        LiveStream live = registry.live(new StreamName(stream)).orElseThrow();
        for (String text : texts) {
            put(live, text, text);
        }
    }

    /** Puts one record. */
    void putKeyed(String stream, String key, String text) {
        put(registry.live(new StreamName(stream)).orElseThrow(), key, text);
    }

    /** Its shards take no more records, as after a split whose children the test does without. */
    void closeShards(String stream) {
        StreamDescription open = registry.find(new StreamName(stream)).orElseThrow();
        List<Shard> closed = open.shards().stream().map(shard -> new Shard(shard.id(), shard.range(), shard.stripe(), shard.parent(), shard.adjacentParent(),
                shard.start(), Optional.of(store.end(open.key(shard)).toCompletableFuture().join()))).toList();
        registry.change(open, now -> new StreamDescription(now.id(), now.name(), now.createdAt(), now.mode(), now.retention(),
                now.recordBytesMax(), closed, now.tags())).toCompletableFuture().join();
    }

    private void put(LiveStream live, String key, String text) {
        Shard shard = live.router().shards().get(live.router().indexOf(HashKey.ofPartitionKey(key)));
        store.append(live.description().key(shard), new RecordBatch(64).add(key.getBytes(StandardCharsets.UTF_8),
                ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)))).toCompletableFuture().join();
    }

    /** What is in the stream, shard after shard. */
    public List<StreamRecord> records(String stream) {
        StreamDescription description = registry.find(new StreamName(stream)).orElseThrow();
        List<StreamRecord> all = new ArrayList<>();
        for (Shard shard : description.shards()) {
            all.addAll(store.read(description.key(shard), Position.START, new ReadLimit(10_000, Integer.MAX_VALUE)).toCompletableFuture().join().records());
        }
        return all;
    }

    public List<String> texts(String stream) {
        return records(stream).stream().map(record -> StandardCharsets.UTF_8.decode(record.data().duplicate()).toString()).toList();
    }
}
