package io.millrace.kinesis.stream;

import io.millrace.kinesis.SequenceNumber;
import io.millrace.stream.HashRange;
import io.millrace.stream.Position;
import io.millrace.stream.Shard;
import io.millrace.stream.ShardId;
import io.millrace.wire.codec.WireName;
import io.millrace.wire.codec.WireWriter;

/** Shards as replies show them. */
public final class ShardFormat {

    private static final WireName SHARD_ID = WireName.of("ShardId"), PARENT = WireName.of("ParentShardId"),
            ADJACENT_PARENT = WireName.of("AdjacentParentShardId"), HASH_RANGE = WireName.of("HashKeyRange"),
            FIRST_HASH = WireName.of("StartingHashKey"), LAST_HASH = WireName.of("EndingHashKey"),
            NUMBERS = WireName.of("SequenceNumberRange"), FIRST_NUMBER = WireName.of("StartingSequenceNumber"),
            LAST_NUMBER = WireName.of("EndingSequenceNumber"), PARENTS = WireName.of("ParentShards");
    /** About how long a shard is. */
    static final int SHARD_BYTES = 400;

    private ShardFormat() {
    }

    /** A {@code Shard}. */
    static void write(Shard shard, WireWriter out) {
        out.beginObject();
        out.member(SHARD_ID, shard.id().wire());
        shard.parent().ifPresent(parent -> out.member(PARENT, parent.wire()));
        shard.adjacentParent().ifPresent(parent -> out.member(ADJACENT_PARENT, parent.wire()));
        writeRange(shard.range(), out);
        out.name(NUMBERS);
        out.beginObject();
        out.member(FIRST_NUMBER, new SequenceNumber(shard.id(), shard.start()).wire());
        shard.end().ifPresent(end -> out.member(LAST_NUMBER, new SequenceNumber(shard.id(), lastBefore(end)).wire()));
        out.endObject();
        out.endObject();
    }

    /** A {@code ChildShard}. */
    public static void writeChild(Shard shard, WireWriter out) {
        out.beginObject();
        out.member(SHARD_ID, shard.id().wire());
        out.name(PARENTS);
        out.beginList();
        shard.parent().map(ShardId::wire).ifPresent(out::text);
        shard.adjacentParent().map(ShardId::wire).ifPresent(out::text);
        out.endList();
        writeRange(shard.range(), out);
        out.endObject();
    }

    private static void writeRange(HashRange range, WireWriter out) {
        out.name(HASH_RANGE);
        out.beginObject();
        out.member(FIRST_HASH, range.first().toString());
        out.member(LAST_HASH, range.last().toString());
        out.endObject();
    }

    private static Position lastBefore(Position end) {
        return end.equals(Position.START) ? end : new Position(end.value() - 1);
    }
}
