package io.millrace.catalog.local;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A change as the journal holds it, big endian: {@code number u64 | count u32 | count × (kind u8+bytes | key u16+bytes |
 * present u8 | length u32+bytes)}. A snapshot is made of the same changes, one an entry, each with the number that wrote it.
 */
public record StoredChange(long number, List<StoredWrite> writes) {

    /** One write; an empty value is a deletion. */
    public record StoredWrite(String kind, String key, Optional<byte[]> value) {
    }

    byte[] encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeLong(number);
            out.writeInt(writes.size());
            for (StoredWrite write : writes) {
                byte[] kind = write.kind().getBytes(StandardCharsets.UTF_8);
                byte[] key = write.key().getBytes(StandardCharsets.UTF_8);
                out.writeByte(kind.length);
                out.write(kind);
                out.writeShort(key.length);
                out.write(key);
                out.writeBoolean(write.value().isPresent());
                byte[] value = write.value().orElse(new byte[0]);
                out.writeInt(value.length);
                out.write(value);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static StoredChange decode(byte[] payload) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(payload));
        long number = in.readLong();
        int count = in.readInt();
        List<StoredWrite> writes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String kind = new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.UTF_8);
            String key = new String(in.readNBytes(in.readUnsignedShort()), StandardCharsets.UTF_8);
            boolean present = in.readBoolean();
            byte[] value = in.readNBytes(in.readInt());
            writes.add(new StoredWrite(kind, key, present ? Optional.of(value) : Optional.empty()));
        }
        return new StoredChange(number, List.copyOf(writes));
    }
}
