package io.millrace.catalog;

import java.nio.charset.StandardCharsets;

/** Text as UTF-8, for entries of tests. */
public final class TextCodec implements Kind.Codec<String> {

    @Override
    public byte[] encode(String value) {
        return value.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String decode(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
