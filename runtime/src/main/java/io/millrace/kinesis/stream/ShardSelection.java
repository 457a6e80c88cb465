package io.millrace.kinesis.stream;

import io.millrace.kinesis.KinesisFault;
import io.millrace.stream.Shard;
import io.millrace.stream.ShardId;
import io.millrace.stream.StreamDescription;
import io.millrace.wire.model.Members;
import java.util.List;
import java.util.Optional;

/**
 * A ListShards' filter. As long as shards are neither split nor merged, the open shards are those of every moment of a
 * stream's life; times before it are taken for its beginning.
 *
 * @param shard empty, but for AFTER_SHARD_ID
 */
record ShardSelection(Type type, Optional<String> shard) {

    static final ShardSelection ALL = new ShardSelection(Type.FROM_TRIM_HORIZON, Optional.empty());

    /** The names are the wire's. */
    enum Type {
        AFTER_SHARD_ID, AT_TRIM_HORIZON, FROM_TRIM_HORIZON, AT_LATEST, AT_TIMESTAMP, FROM_TIMESTAMP
    }

    static ShardSelection parse(Members filter, long nowMillis) {
        Type type = Type.valueOf(filter.text("Type").orElseThrow());
        boolean timed = type == Type.AT_TIMESTAMP || type == Type.FROM_TIMESTAMP;
        if ((type == Type.AFTER_SHARD_ID) != filter.has("ShardId")) {
            throw invalid(type, "ShardId");
        }
        if (timed != filter.has("Timestamp")) {
            throw invalid(type, "Timestamp");
        }
        if (timed && filter.time("Timestamp").orElseThrow() > nowMillis) {
            throw KinesisFault.ARGUMENT.because("The Timestamp of a ShardFilter must not be in the future.");
        }
        return new ShardSelection(type, filter.text("ShardId"));
    }

    private static RuntimeException invalid(Type type, String member) {
        return KinesisFault.ARGUMENT.because("A ShardFilter of type " + type + (type == Type.AFTER_SHARD_ID || member.equals("Timestamp")
                && (type == Type.AT_TIMESTAMP || type == Type.FROM_TIMESTAMP) ? " needs a " : " must not have a ") + member + ".");
    }

    List<Shard> of(StreamDescription stream) {
        List<Shard> shards = stream.shards();
        return switch (type) {
            case AFTER_SHARD_ID -> ShardPage.after(shards, shard);
            case FROM_TRIM_HORIZON, FROM_TIMESTAMP -> shards;
            case AT_LATEST -> shards.stream().filter(Shard::isOpen).toList();
            case AT_TRIM_HORIZON, AT_TIMESTAMP -> shards.stream().filter(candidate -> isGone(candidate.parent(), shards)).toList();
        };
    }

    /** Whether the shard's parent is no longer known, or never was: then it is the first of its line. */
    private static boolean isGone(Optional<ShardId> parent, List<Shard> shards) {
        return parent.isEmpty() || shards.stream().noneMatch(shard -> shard.id().equals(parent.get()));
    }
}
