package io.millrace.firehose.deliver;

import io.millrace.firehose.error.ConversionFailure;
import io.millrace.firehose.format.OutputFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which of a spool's records a format refused, and why. Takes 12 bytes a record, and a few megabytes of messages: when these are spent, further
 * ones that have not been seen are left out. One thread.
 */
final class Rejected implements OutputFormat.Rejections {

    static final int MESSAGE_CHARACTERS_MAX = 2_000_000;
    private static final String NOT_KEPT = "Too many records of this object failed for different reasons to tell each.";

    private final List<ConversionFailure> reasons = new ArrayList<>();
    private final Map<ConversionFailure, Integer> numbers = new HashMap<>();
    private long characters;
    private long[] indexes = new long[16];
    private int[] reasonOf = new int[16];
    private int count;

    /** Indexes ascend. */
    @Override
    public void reject(long index, ConversionFailure failure) {
        if (count > 0 && index <= indexes[count - 1]) {
            throw new IllegalArgumentException("record " + index + " was rejected after record " + indexes[count - 1]);
        }
        if (count == indexes.length) {
            indexes = Arrays.copyOf(indexes, 2 * count);
            reasonOf = Arrays.copyOf(reasonOf, 2 * count);
        }
        indexes[count] = index;
        reasonOf[count++] = number(failure);
    }

    private int number(ConversionFailure failure) {
        Integer known = numbers.get(failure);
        if (known != null) {
            return known;
        }
        if (characters + failure.message().length() > MESSAGE_CHARACTERS_MAX && !failure.message().equals(NOT_KEPT)) {
            return number(new ConversionFailure(failure.code(), NOT_KEPT));
        }
        characters += failure.message().length();
        reasons.add(failure);
        numbers.put(failure, reasons.size() - 1);
        return reasons.size() - 1;
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** Why the record was refused; null where it was not. */
    ConversionFailure of(long index) {
        int at = Arrays.binarySearch(indexes, 0, count, index);
        return at < 0 ? null : reasons.get(reasonOf[at]);
    }
}
