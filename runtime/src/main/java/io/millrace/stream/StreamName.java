package io.millrace.stream;

import java.util.regex.Pattern;

/** A stream's name: 1 to 128 of {@code a-z A-Z 0-9 _ . -} (the Kinesis service model). */
public record StreamName(String value) implements Comparable<StreamName> {

    public static final int LENGTH_MAX = 128;
    private static final Pattern VALID = Pattern.compile("[a-zA-Z0-9_.-]{1," + LENGTH_MAX + "}");

    public StreamName {
        if (!isValid(value)) {
            throw new IllegalArgumentException("not a stream name: " + value);
        }
    }

    public static boolean isValid(String value) {
        return VALID.matcher(value).matches();
    }

    @Override
    public int compareTo(StreamName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
