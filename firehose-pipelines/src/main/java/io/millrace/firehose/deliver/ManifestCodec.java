package io.millrace.firehose.deliver;

import io.millrace.firehose.buffer.Outcome;
import io.millrace.firehose.buffer.PositionSet;
import io.millrace.firehose.buffer.SpoolKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Manifests as bytes, big endian: {@code version:u8=1 number:i64 channel:u8 name records:i64 length:i64 raw:i64 object spool created:i64
 * oldest:i64 holdsFrom:i64 way:u8 keys keys positions}; texts are {@code length:u16 modified UTF-8} (an absent spool is empty), keys
 * {@code count:u16 {text text}}, positions as {@link PositionSet} says.
 */
final class ManifestCodec {

    private static final int VERSION = 1;

    private ManifestCodec() {
    }

    static byte[] encode(Manifest manifest) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeLong(manifest.number());
            out.writeByte(manifest.channel().number());
            out.writeUTF(manifest.name());
            out.writeLong(manifest.records());
            out.writeLong(manifest.lengthBytes());
            out.writeLong(manifest.rawBytes());
            out.writeUTF(manifest.objectFile());
            out.writeUTF(manifest.spoolFile().orElse(""));
            out.writeLong(manifest.createdAtMillis());
            out.writeLong(manifest.oldestArrivedAtMillis());
            out.writeLong(manifest.holdsFrom());
            out.writeByte(manifest.key().way().ordinal());
            writeKeys(manifest.key().queryKeys(), out);
            writeKeys(manifest.key().functionKeys(), out);
            manifest.positions().write(out);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /** Throws {@link IllegalArgumentException} for bytes it does not know. */
    static Manifest decode(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int version = in.readUnsignedByte();
            if (version != VERSION) {
                throw new IllegalArgumentException("manifest of format version " + version + "; this program knows " + VERSION);
            }
            long number = in.readLong();
            Channel channel = Channel.of(in.readUnsignedByte());
            String name = in.readUTF();
            long records = in.readLong(), length = in.readLong(), raw = in.readLong();
            String object = in.readUTF(), spool = in.readUTF();
            long created = in.readLong(), oldest = in.readLong(), holdsFrom = in.readLong();
            SpoolKey key = new SpoolKey(Outcome.Way.of(in.readUnsignedByte()), readKeys(in), readKeys(in));
            PositionSet positions = PositionSet.read(in);
            if (in.available() > 0) {
                throw new IllegalArgumentException("manifest has " + in.available() + " bytes too many");
            }
            return new Manifest(number, channel, name, records, length, raw, object, spool.isEmpty() ? Optional.empty() : Optional.of(spool),
                    created, oldest, holdsFrom, key, positions);
        } catch (IOException shortened) {
            throw new IllegalArgumentException("manifest is cut off", shortened);
        }
    }

    private static void writeKeys(Map<String, String> keys, DataOutputStream out) throws IOException {
        out.writeShort(keys.size());
        for (Map.Entry<String, String> key : new TreeMap<>(keys).entrySet()) {
            out.writeUTF(key.getKey());
            out.writeUTF(key.getValue());
        }
    }

    private static Map<String, String> readKeys(DataInputStream in) throws IOException {
        Map<String, String> keys = new HashMap<>();
        for (int left = in.readUnsignedShort(); left > 0; left--) {
            keys.put(in.readUTF(), in.readUTF());
        }
        return Map.copyOf(keys);
    }
}
