package io.millrace.stream.registry;

import io.millrace.catalog.Kind;
import io.millrace.stream.HashKey;
import io.millrace.stream.HashRange;
import io.millrace.stream.Position;
import io.millrace.stream.Shard;
import io.millrace.stream.ShardId;
import io.millrace.stream.StreamDescription;
import io.millrace.stream.StreamId;
import io.millrace.stream.StreamMode;
import io.millrace.stream.StreamName;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Streams as bytes, big endian: {@code version:u8=1 id:i64 name createdMillis:i64 mode:u8 retentionSeconds:i64 recordBytesMax:i32
 * shards:i32 {index:i32 firstHigh:i64 firstLow:i64 lastHigh:i64 lastLow:i64 stripe:i32 parent:i32 adjacentParent:i32 start:i64 end:i64}
 * tags:i32 {key value}}. Texts are {@code length:u16 modified UTF-8}; an absent parent or end is -1; mode 0 is provisioned, 1 on
 * demand.
 */
final class StreamCodec implements Kind.Codec<StreamDescription> {

    private static final int VERSION = 1, PROVISIONED = 0, ON_DEMAND = 1, ABSENT = -1;

    @Override
    public byte[] encode(StreamDescription stream) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeLong(stream.id().value());
            out.writeUTF(stream.name().value());
            out.writeLong(stream.createdAt().toEpochMilli());
            out.writeByte(switch (stream.mode()) {
                case PROVISIONED -> PROVISIONED;
                case ON_DEMAND -> ON_DEMAND;
            });
            out.writeLong(stream.retention().toSeconds());
            out.writeInt(stream.recordBytesMax());
            out.writeInt(stream.shards().size());
            for (Shard shard : stream.shards()) {
                write(shard, out);
            }
            out.writeInt(stream.tags().size());
            for (Map.Entry<String, String> tag : new TreeMap<>(stream.tags()).entrySet()) {
                out.writeUTF(tag.getKey());
                out.writeUTF(tag.getValue());
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static void write(Shard shard, DataOutputStream out) throws IOException {
        out.writeInt(shard.id().index());
        write(shard.range().first(), out);
        write(shard.range().last(), out);
        out.writeInt(shard.stripe());
        out.writeInt(shard.parent().map(ShardId::index).orElse(ABSENT));
        out.writeInt(shard.adjacentParent().map(ShardId::index).orElse(ABSENT));
        out.writeLong(shard.start().value());
        out.writeLong(shard.end().map(Position::value).orElse((long) ABSENT));
    }

    private static void write(HashKey key, DataOutputStream out) throws IOException {
        out.writeLong(key.high());
        out.writeLong(key.low());
    }

    @Override
    public StreamDescription decode(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int version = in.readUnsignedByte();
            if (version != VERSION) {
                throw new IllegalArgumentException("stream of format version " + version + "; this program knows " + VERSION);
            }
            StreamDescription stream = read(in);
            if (in.available() > 0) {
                throw new IllegalArgumentException("stream has " + in.available() + " bytes too many");
            }
            return stream;
        } catch (IOException shortened) {
            throw new IllegalArgumentException("stream is cut off", shortened);
        }
    }

    private static StreamDescription read(DataInputStream in) throws IOException {
        StreamId id = new StreamId(in.readLong());
        StreamName name = new StreamName(in.readUTF());
        Instant createdAt = Instant.ofEpochMilli(in.readLong());
        int modeNumber = in.readUnsignedByte();
        StreamMode mode = switch (modeNumber) {
            case PROVISIONED -> StreamMode.PROVISIONED;
            case ON_DEMAND -> StreamMode.ON_DEMAND;
            default -> throw new IllegalArgumentException("stream of unknown mode " + modeNumber);
        };
        Duration retention = Duration.ofSeconds(in.readLong());
        int recordBytesMax = in.readInt();
        List<Shard> shards = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            shards.add(readShard(in));
        }
        Map<String, String> tags = new HashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            tags.put(in.readUTF(), in.readUTF());
        }
        return new StreamDescription(id, name, createdAt, mode, retention, recordBytesMax, shards, tags);
    }

    private static Shard readShard(DataInputStream in) throws IOException {
        ShardId id = new ShardId(in.readInt());
        HashRange range = new HashRange(new HashKey(in.readLong(), in.readLong()), new HashKey(in.readLong(), in.readLong()));
        int stripe = in.readInt();
        Optional<ShardId> parent = shardId(in.readInt()), adjacentParent = shardId(in.readInt());
        Position start = new Position(in.readLong());
        long end = in.readLong();
        return new Shard(id, range, stripe, parent, adjacentParent, start, end == ABSENT ? Optional.empty() : Optional.of(new Position(end)));
    }

    private static Optional<ShardId> shardId(int index) {
        return index == ABSENT ? Optional.empty() : Optional.of(new ShardId(index));
    }
}
