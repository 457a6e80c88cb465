package io.millrace.video.fragment;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A fragment's number within its stream. Later fragments have greater numbers, as texts too; a number is never given twice.
 *
 * @param value epoch and ordinal as in {@link io.millrace.stream.Position}; not negative
 */
public record FragmentNumber(long value) implements Comparable<FragmentNumber> {

    /** Before every fragment. */
    public static final FragmentNumber NONE = new FragmentNumber(0);
    /** As the service's numbers begin. */
    private static final String PREFIX = "9134385233318143268206260000";
    private static final int DIGITS = 19;
    private static final Pattern FORM = Pattern.compile("[0-9]{" + DIGITS + "}");

    public FragmentNumber {
        if (value < 0) {
            throw new IllegalArgumentException("fragment number is negative: " + value);
        }
    }

    /** What {@link #wire} gave; empty when it is no such text. */
    public static Optional<FragmentNumber> parse(String wire) {
        if (!wire.startsWith(PREFIX)) {
            return Optional.empty();
        }
        String digits = wire.substring(PREFIX.length());
        if (!FORM.matcher(digits).matches() || digits.compareTo(Long.toString(Long.MAX_VALUE)) > 0) {
            return Optional.empty();
        }
        return Optional.of(new FragmentNumber(Long.parseLong(digits)));
    }

    /** 47 digits. */
    public String wire() {
        return PREFIX + ("%0" + DIGITS + "d").formatted(value);
    }

    @Override
    public int compareTo(FragmentNumber other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return wire();
    }
}
