package io.millrace.firehose.source;

import io.millrace.stream.Position;
import io.millrace.stream.StreamId;
import java.nio.charset.StandardCharsets;

/** Ids of records as clients, functions and error records see them: creation id, source shard, position and sub-record, in hexadecimal. */
public final class RecordIds {

    private static final int LONG_DIGITS = 16, INT_DIGITS = 8, ID_DIGITS = 2 * (LONG_DIGITS + INT_DIGITS);
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.ISO_8859_1);

    private RecordIds() {
    }

    /** @param sub of a record within an aggregate; 0 otherwise */
    public static String of(StreamId deliveryStream, int shard, Position position, int sub) {
        byte[] digits = new byte[ID_DIGITS];
        write(deliveryStream.value(), 0, LONG_DIGITS, digits);
        write(shard, LONG_DIGITS, INT_DIGITS, digits);
        write(position.value(), LONG_DIGITS + INT_DIGITS, LONG_DIGITS, digits);
        write(sub, 2 * LONG_DIGITS + INT_DIGITS, INT_DIGITS, digits);
        return new String(digits, StandardCharsets.ISO_8859_1);
    }

    /** By hand: each record has one, and a format string costs more than all else that is done with it here. */
    private static void write(long value, int from, int count, byte[] digits) {
        for (int i = 0; i < count; i++) {
            digits[from + i] = HEX[(int) (value >>> 4 * (count - 1 - i)) & 0xF];
        }
    }
}
