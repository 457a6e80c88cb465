package io.millrace.wire.codec;

import java.util.Arrays;
import java.util.List;

/** The members an object may have; a name in a body becomes its index here without garbage. Immutable. */
public final class WireNames {

    private final byte[][] names;
    private final List<String> texts;

    public WireNames(List<String> names) {
        this.texts = List.copyOf(names);
        this.names = names.stream().map(name -> WireName.of(name).ascii()).toArray(byte[][]::new);
    }

    public static WireNames of(String... names) {
        return new WireNames(List.of(names));
    }

    public String get(int index) {
        return texts.get(index);
    }

    public int size() {
        return names.length;
    }

    /** The index of the name in the slice, or -1. */
    public int indexOf(byte[] array, int offset, int length) {
        for (int i = 0; i < names.length; i++) {
            byte[] name = names[i];
            if (name.length == length && Arrays.equals(name, 0, length, array, offset, offset + length)) {
                return i;
            }
        }
        return -1;
    }
}
