package io.millrace.wire.codec;

import java.nio.ByteBuffer;
import java.util.Base64;

/** How a blob's bytes stand in a body. */
public enum BlobEncoding {

    /** As they are (CBOR). */
    RAW {
        @Override
        public int decodedLength(byte[] array, int offset, int length) {
            return length;
        }

        @Override
        public void decode(byte[] array, int offset, int length, byte[] target, int at, int decodedLength) {
            System.arraycopy(array, offset, target, at, length);
        }
    },

    /** RFC 4648, section 4, padded (JSON). */
    BASE64 {
        @Override
        public int decodedLength(byte[] array, int offset, int length) {
            if (length % 4 != 0) {
                throw new MalformedInput("Base64 encoded length is expected a multiple of 4 bytes but found: " + length);
            }
            if (length == 0) {
                return 0;
            }
            int padding = array[offset + length - 1] != '=' ? 0 : array[offset + length - 2] != '=' ? 1 : 2;
            return length / 4 * 3 - padding;
        }

        /** The JDK's decoder is vectorized but only returns new arrays; the extra copy costs less than a decoder in plain Java. */
        @Override
        public void decode(byte[] array, int offset, int length, byte[] target, int at, int decodedLength) {
            ByteBuffer decoded;
            try {
                decoded = Base64.getDecoder().decode(ByteBuffer.wrap(array, offset, length));
            } catch (IllegalArgumentException notBase64) {
                throw new MalformedInput("Invalid Base64: " + notBase64.getMessage());
            }
            if (decoded.remaining() != decodedLength) {
                throw new MalformedInput("Invalid Base64 padding");
            }
            decoded.get(target, at, decodedLength);
        }
    };

    /** How many bytes the slice holds once decoded; throws {@link MalformedInput} if no blob can have this length. */
    public abstract int decodedLength(byte[] array, int offset, int length);

    /** Writes the blob into {@code target} at {@code at}; {@code decodedLength} is what {@link #decodedLength} said. */
    public abstract void decode(byte[] array, int offset, int length, byte[] target, int at, int decodedLength);
}
