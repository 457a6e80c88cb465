package io.millrace.firehose.registry;

import io.millrace.firehose.config.ConfigTree;
import io.millrace.firehose.config.DestinationKind;
import io.millrace.stream.HashRange;
import io.millrace.stream.Position;
import io.millrace.stream.Shard;
import io.millrace.stream.ShardId;
import io.millrace.stream.ShardKey;
import io.millrace.stream.StreamId;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A delivery stream as the catalog holds it; immutable.
 *
 * @param id            of this creation, and of its hidden stream
 * @param version       from 1, raised by UpdateDestination
 * @param destination   as given, completed with the service's defaults
 * @param deleting      asked to go; its data follows
 */
public record DeliveryStream(StreamId id, String name, long createdAtMillis, long updatedAtMillis, long version, Source source,
        DestinationKind kind, ConfigTree destination, Encryption encryption, Map<String, String> tags, boolean deleting) {

    /** What was put, as it came. */
    private static final ShardId INPUT = new ShardId(0);
    /** What became of it. */
    private static final ShardId OUTCOME = new ShardId(1);

    public DeliveryStream {
        tags = Collections.unmodifiableMap(new TreeMap<>(tags));
    }

    /** Where records come from. */
    public sealed interface Source {
    }

    /** @param throughputHintMib as given; 0: not given */
    public record DirectPut(int throughputHintMib) implements Source {
    }

    /**
     * @param stream the creation of the stream this began with
     * @param start  where each of its shards stood then, by index; later shards are read from their first record
     */
    public record KinesisSource(String streamArn, String roleArn, long startedAtMillis, StreamId stream, Map<Integer, Position> start)
            implements Source {
        public KinesisSource {
            start = Map.copyOf(start);
        }
    }

    /**
     * Encryption of what is stored here.
     *
     * @param keyType as on the wire; empty while it never was enabled
     * @param keyArn  of a customer's key
     */
    public record Encryption(boolean enabled, Optional<String> keyType, Optional<String> keyArn) {
        public static final Encryption DISABLED = new Encryption(false, Optional.empty(), Optional.empty());
    }

    public ShardKey input() {
        return new ShardKey(id, INPUT);
    }

    public ShardKey outcome() {
        return new ShardKey(id, OUTCOME);
    }

    /** The hidden stream's shards. */
    public static List<Shard> shards() {
        return List.of(shard(INPUT), shard(OUTCOME));
    }

    private static Shard shard(ShardId id) {
        return new Shard(id, HashRange.split(1).getFirst(), 0, Optional.empty(), Optional.empty(), Position.START, Optional.empty());
    }

    public boolean isDirectPut() {
        return source instanceof DirectPut;
    }

    public DeliveryStream withTags(Map<String, String> changed) {
        return new DeliveryStream(id, name, createdAtMillis, updatedAtMillis, version, source, kind, destination, encryption, changed, deleting);
    }

    public DeliveryStream withEncryption(Encryption changed) {
        return new DeliveryStream(id, name, createdAtMillis, updatedAtMillis, version, source, kind, destination, changed, tags, deleting);
    }

    public DeliveryStream withDestination(DestinationKind changedKind, ConfigTree changed, long nowMillis) {
        return new DeliveryStream(id, name, createdAtMillis, nowMillis, version + 1, source, changedKind, changed, encryption, tags, deleting);
    }

    public DeliveryStream beingDeleted() {
        return new DeliveryStream(id, name, createdAtMillis, updatedAtMillis, version, source, kind, destination, encryption, tags, true);
    }
}
