package io.millrace.kinesis;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Opaque tokens for clients: {@code kind:u8 payload crc32c:u32}, big endian, in URL-safe base64 without padding. They hold all
 * they mean, so they outlive restarts. The checksum tells a mangled token; forging one gives nothing that could not be asked for.
 */
public final class Token {

    /** What a token is for; part of it, so that one cannot be taken for another. */
    public enum Kind {
        ITERATOR(1), SHARDS(2), STREAMS(3);

        private final byte number;

        Kind(int number) {
            this.number = (byte) number;
        }
    }

    private Token() {
    }

    /** The token of a payload. */
    public static String write(Kind kind, byte[] payload) {
        ByteBuffer bytes = ByteBuffer.allocate(1 + payload.length + Integer.BYTES).put(kind.number).put(payload);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.putInt(checksum(bytes.array())).array());
    }

    /** The payload of a token, or empty if this server never makes such a token. */
    public static Optional<ByteBuffer> read(Kind kind, String token) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
        int end = bytes.length - Integer.BYTES;
        if (end < 1 || bytes[0] != kind.number || ByteBuffer.wrap(bytes, end, Integer.BYTES).getInt() != checksum(bytes)
                || !Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(token)) {
            return Optional.empty();
        }
        return Optional.of(ByteBuffer.wrap(bytes, 1, end - 1).slice());
    }

    private static int checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, bytes.length - Integer.BYTES);
        return (int) crc.getValue();
    }
}
