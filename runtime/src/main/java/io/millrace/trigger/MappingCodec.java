package io.millrace.trigger;

import io.millrace.catalog.Kind;
import io.millrace.stream.Position;
import io.millrace.stream.ShardId;
import io.millrace.stream.StreamId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Mappings as bytes, big endian: {@code version:u8=1 uuid streamArn streamId:i64 function batchSize:i32 windowSeconds:i32
 * retryAttempts:i32 bisect:u8 enabled:u8 startingPosition [timestampMillis:i64] starts:i32{shard:i32 position:i64} transition
 * modifiedAtMillis:i64 tags:i32{key value}}; texts and enum names are modified UTF-8 with a length of two bytes, the
 * timestamp is there with AT_TIMESTAMP only.
 */
final class MappingCodec implements Kind.Codec<Mapping> {

    /** Mappings by UUID. */
    static final Kind<Mapping> MAPPINGS = new Kind<>("mapping", new MappingCodec());
    /** The UUID of the mapping that holds a pair of stream and function, so that no pair is mapped twice. */
    static final Kind<String> CLAIMS = new Kind<>("mapping-claim", new ClaimCodec());

    private static final int VERSION = 1;

    private static final class ClaimCodec implements Kind.Codec<String> {
        @Override
        public byte[] encode(String uuid) {
            return write(out -> {
                out.writeByte(VERSION);
                out.writeUTF(uuid);
            });
        }

        @Override
        public String decode(byte[] bytes) {
            return read(bytes, in -> in.readUTF());
        }
    }

    @Override
    public byte[] encode(Mapping mapping) {
        return write(out -> {
            out.writeByte(VERSION);
            out.writeUTF(mapping.uuid());
            out.writeUTF(mapping.streamArn());
            out.writeLong(mapping.stream().value());
            out.writeUTF(mapping.functionName());
            out.writeInt(mapping.options().batchSize());
            out.writeInt((int) mapping.options().window().toSeconds());
            out.writeInt(mapping.options().retryAttempts());
            out.writeBoolean(mapping.options().bisect());
            out.writeBoolean(mapping.options().enabled());
            out.writeUTF(mapping.startingPosition().name());
            if (mapping.startingTimestampMillis().isPresent()) {
                out.writeLong(mapping.startingTimestampMillis().getAsLong());
            }
            out.writeInt(mapping.starts().size());
            for (Map.Entry<ShardId, Position> start : new TreeMap<>(mapping.starts()).entrySet()) {
                out.writeInt(start.getKey().index());
                out.writeLong(start.getValue().value());
            }
            out.writeUTF(mapping.transition().name());
            out.writeLong(mapping.modifiedAtMillis());
            out.writeInt(mapping.tags().size());
            for (Map.Entry<String, String> tag : new TreeMap<>(mapping.tags()).entrySet()) {
                out.writeUTF(tag.getKey());
                out.writeUTF(tag.getValue());
            }
        });
    }

    @Override
    public Mapping decode(byte[] bytes) {
        return read(bytes, in -> {
            String uuid = in.readUTF();
            String streamArn = in.readUTF();
            StreamId stream = new StreamId(in.readLong());
            String function = in.readUTF();
            int batchSize = in.readInt();
            Duration window = Duration.ofSeconds(in.readInt());
            int retryAttempts = in.readInt();
            boolean bisect = in.readBoolean();
            var options = new Mapping.Options(batchSize, window, retryAttempts, bisect, in.readBoolean());
            StartingPosition from = StartingPosition.valueOf(in.readUTF());
            OptionalLong timestamp = from == StartingPosition.AT_TIMESTAMP ? OptionalLong.of(in.readLong()) : OptionalLong.empty();
            Map<ShardId, Position> starts = new HashMap<>();
            for (int left = in.readInt(); left > 0; left--) {
                starts.put(new ShardId(in.readInt()), new Position(in.readLong()));
            }
            Mapping.Transition transition = Mapping.Transition.valueOf(in.readUTF());
            long modifiedAtMillis = in.readLong();
            Map<String, String> tags = new HashMap<>();
            for (int left = in.readInt(); left > 0; left--) {
                tags.put(in.readUTF(), in.readUTF());
            }
            return new Mapping(uuid, streamArn, stream, function, options, from, timestamp, starts, transition, modifiedAtMillis, tags);
        });
    }

    private interface Writer {
        void write(DataOutputStream out) throws IOException;
    }

    private interface Reader<T> {
        T read(DataInputStream in) throws IOException;
    }

    private static byte[] write(Writer writer) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            writer.write(out);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static <T> T read(byte[] bytes, Reader<T> reader) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int version = in.readUnsignedByte();
            if (version != VERSION) {
                throw new IllegalArgumentException("event source mapping of format version " + version + "; this program knows " + VERSION);
            }
            T value = reader.read(in);
            if (in.available() > 0) {
                throw new IllegalArgumentException("event source mapping has " + in.available() + " bytes too many");
            }
            return value;
        } catch (IOException shortened) {
            throw new IllegalArgumentException("event source mapping is cut off", shortened);
        }
    }
}
