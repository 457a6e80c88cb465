package io.millrace.stream.log.block;

/** Encoded entries of one shard, back to back. Immutable once appended; what an entry means is its block type's business. */
public interface Entries {

    /** At least 1. */
    int count();

    /** Where entry {@code index} ends in {@link #array}, exclusive; the first one begins at 0. */
    int end(int index);

    /** The bytes; not a copy. May be longer than what the entries need. */
    byte[] array();

    default int lengthBytes() {
        return end(count() - 1);
    }

    /** Where entry {@code index} begins. */
    default int start(int index) {
        return index == 0 ? 0 : end(index - 1);
    }

    /** The index behind the last entry that ends within {@code room} bytes of the start of entry {@code from}. */
    default int fitting(int from, int room) {
        long limit = (long) start(from) + room;
        int low = from;
        int high = count();
        if (end(high - 1) <= limit) {
            return high;
        }
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (end(middle) <= limit) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
