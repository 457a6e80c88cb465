package io.millrace.bench.client;

import java.nio.ByteBuffer;

/** Looking for words in replies without decoding them. */
public final class Bytes {

    private Bytes() {
    }

    /** The first index of the word within [from, to), or -1. */
    public static int indexOf(byte[] bytes, int from, int to, byte[] word) {
        int last = to - word.length;
        for (int start = from; start <= last; start++) {
            if (bytes[start] == word[0] && matches(bytes, start, word)) {
                return start;
            }
        }
        return -1;
    }

    /** Whether the word occurs in an array-backed buffer. */
    public static boolean contains(ByteBuffer buffer, byte[] word) {
        return indexOf(buffer.array(), buffer.arrayOffset() + buffer.position(), buffer.arrayOffset() + buffer.limit(), word) >= 0;
    }

    /** How often the word occurs in an array-backed buffer. */
    public static int count(ByteBuffer buffer, byte[] word) {
        int end = buffer.arrayOffset() + buffer.limit();
        int count = 0;
        for (int at = indexOf(buffer.array(), buffer.arrayOffset() + buffer.position(), end, word); at >= 0;
                at = indexOf(buffer.array(), at + word.length, end, word)) {
            count++;
        }
        return count;
    }

    private static boolean matches(byte[] bytes, int start, byte[] word) {
        for (int i = 1; i < word.length; i++) {
            if (bytes[start + i] != word[i]) {
                return false;
            }
        }
        return true;
    }
}
