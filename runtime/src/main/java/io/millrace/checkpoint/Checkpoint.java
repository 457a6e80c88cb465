package io.millrace.checkpoint;

/**
 * How far an owner is.
 *
 * @param position   everything before it is finished
 * @param attributes the owner's own bytes, at most 1 MiB; not a copy, treat as immutable
 */
public record Checkpoint(long position, byte[] attributes) {

    public static final int ATTRIBUTES_BYTES_MAX = 1024 * 1024;
    private static final byte[] NONE = {};

    public Checkpoint {
        if (attributes.length > ATTRIBUTES_BYTES_MAX) {
            throw new IllegalArgumentException("attributes too large: " + attributes.length);
        }
    }

    public static Checkpoint at(long position) {
        return new Checkpoint(position, NONE);
    }
}
