package io.millrace.catalog;

import java.util.regex.Pattern;

/**
 * A kind of catalog entry, e.g. streams, and how its values become bytes. Codecs carry a format version of their own and
 * refuse unknown ones; they are written by hand, without reflection.
 */
public record Kind<T>(String name, Codec<T> codec) {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z-]{0,31}");

    public Kind {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not a kind's name: " + name);
        }
    }

    /** To bytes and back. */
    public interface Codec<T> {
        byte[] encode(T value);

        /** Throws {@link IllegalArgumentException} for bytes it does not know. */
        T decode(byte[] bytes);
    }
}
