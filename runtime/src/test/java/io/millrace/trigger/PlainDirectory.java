package io.millrace.trigger;

import io.millrace.stream.HashRange;
import io.millrace.stream.Position;
import io.millrace.stream.Shard;
import io.millrace.stream.ShardId;
import io.millrace.stream.StreamDescription;
import io.millrace.stream.StreamDirectory;
import io.millrace.stream.StreamId;
import io.millrace.stream.StreamMode;
import io.millrace.stream.StreamName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Streams as a test puts them there. */
public final class PlainDirectory implements StreamDirectory {

    private final Map<StreamId, StreamDescription> streams = new ConcurrentHashMap<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    public static StreamDescription stream(long id, int shardCount) {
        List<Shard> shards = new ArrayList<>();
        for (HashRange range : HashRange.split(shardCount)) {
            shards.add(new Shard(new ShardId(shards.size()), range, 0, Optional.empty(), Optional.empty(), Position.START, Optional.empty()));
        }
        return described(id, shards);
    }

    public static StreamDescription described(long id, List<Shard> shards) {
        return new StreamDescription(new StreamId(id), new StreamName("s" + id), Instant.EPOCH, StreamMode.PROVISIONED, Duration.ofHours(24),
                1 << 20, shards, Map.of());
    }

    public void put(StreamDescription stream) {
        streams.put(stream.id(), stream);
        listeners.forEach(listener -> listener.onChanged(stream));
    }

    public void delete(StreamDescription stream) {
        streams.remove(stream.id());
        listeners.forEach(listener -> listener.onDeleted(stream));
    }

    @Override
    public Optional<StreamDescription> find(StreamName name) {
        return streams.values().stream().filter(stream -> stream.name().equals(name)).findFirst();
    }

    @Override
    public Optional<StreamDescription> find(StreamId id) {
        return Optional.ofNullable(streams.get(id));
    }

    @Override
    public AutoCloseable follow(Listener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }
}
