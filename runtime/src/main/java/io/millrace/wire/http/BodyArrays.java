package io.millrace.wire.http;

import java.util.ArrayDeque;
import java.util.Iterator;

/**
 * Arrays of long bodies that are done with, kept for the next ones: a new array of that size is zeroed, and costs G1 a region of
 * its own. The newest are taken first, the oldest are given up when too much lies idle. Any thread.
 */
final class BodyArrays {

    /** Shorter bodies get arrays of their own. */
    static final int LENGTH_MIN = CallContext.INLINE_BYTES_MAX;
    private final long idleBytesMax;
    private final ArrayDeque<byte[]> newestFirst = new ArrayDeque<>();
    private long idleBytes;

    /** @param idleBytesMax what may lie idle; arrays in use belong to the calls' budgets */
    BodyArrays(long idleBytesMax) {
        this.idleBytesMax = idleBytesMax;
    }

    /** An array for a body of the given length, by at most a quarter longer; what is in it is left from others. */
    byte[] take(int length) {
        if (length <= LENGTH_MIN) {
            return new byte[length];
        }
        synchronized (this) {
            for (Iterator<byte[]> idle = newestFirst.iterator(); idle.hasNext();) {
                byte[] array = idle.next();
                if (array.length >= length && array.length - length <= length / 4) {
                    idle.remove();
                    idleBytes -= array.length;
                    return array;
                }
            }
        }
        return new byte[length + length / 8];
    }

    /** Takes back an array nobody uses any more. */
    synchronized void give(byte[] array) {
        if (array.length <= LENGTH_MIN || array.length > idleBytesMax) {
            return;
        }
        newestFirst.addFirst(array);
        idleBytes += array.length;
        while (idleBytes > idleBytesMax) {
            idleBytes -= newestFirst.removeLast().length;
        }
    }

    /** What lies idle now, in bytes. */
    synchronized long idleBytes() {
        return idleBytes;
    }
}
