package io.millrace.wire.codec;

import java.nio.ByteBuffer;
import java.util.Base64;

/** Binary data as it stands in a body: base64 in JSON, plain in CBOR. Decoded only when and where it is needed. */
public record Blob(Bytes source, boolean base64) {

    /** An upper bound of the decoded length, exact for CBOR. */
    public int lengthMax() {
        return base64 ? source.length() / 4 * 3 + 3 : source.length();
    }

    /** The data, read only or not; fails with {@link MalformedBody} for what is not base64. */
    public ByteBuffer decode() {
        ByteBuffer raw = ByteBuffer.wrap(source.array(), source.offset(), source.length());
        if (!base64) {
            return raw;
        }
        try {
            return Base64.getDecoder().decode(raw);
        } catch (IllegalArgumentException e) {
            throw new MalformedBody("not base64: " + e.getMessage());
        }
    }
}
