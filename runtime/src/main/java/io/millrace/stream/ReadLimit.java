package io.millrace.stream;

/**
 * How much a read may return. The first record is returned whatever its size.
 *
 * @param records at least 1
 * @param bytes   at least 1; counts keys and data
 */
public record ReadLimit(int records, int bytes) {

    public ReadLimit {
        if (records < 1 || bytes < 1) {
            throw new IllegalArgumentException("nothing may be read: " + records + " records, " + bytes + " bytes");
        }
    }
}
