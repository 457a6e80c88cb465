package io.millrace.wire.http;

import java.time.Duration;

/**
 * Limits of the wire.
 *
 * @param dataBytes    memory for bodies of data calls (puts). Raise it for many large producers at once
 * @param controlBytes memory for bodies of control calls
 * @param replyBytes   memory for replies that carry records
 * @param waitersMax   calls that may wait for memory, for each share
 * @param budgetWait   how long a call waits for memory before it is throttled
 * @param bodyWait     how long a body may take to arrive, from the moment it has its memory, and a long reply to leave: a client
 *                     that stands still must not hold memory others wait for
 * @param poolThreads  platform threads for bodies and replies of more than 64 KiB
 */
public record WireSettings(long dataBytes, long controlBytes, long replyBytes, int waitersMax, Duration budgetWait, Duration bodyWait,
        int poolThreads) {

    private static final int MIB = 1024 * 1024;
    /** The largest body there is must fit; a reply carries fewer records where it would not. */
    public static final int DATA_BYTES_MIN = 16 * MIB, CONTROL_BYTES_MIN = 4 * MIB, REPLY_BYTES_MIN = 16 * MIB;
    private static final int DATA_BYTES_USUAL = 64 * MIB, CONTROL_BYTES_USUAL = 8 * MIB, REPLY_BYTES_USUAL = 64 * MIB;

    public WireSettings {
        if (dataBytes < DATA_BYTES_MIN || controlBytes < CONTROL_BYTES_MIN || replyBytes < REPLY_BYTES_MIN) {
            throw new IllegalArgumentException("too little memory for the wire: data " + dataBytes + " (at least " + DATA_BYTES_MIN
                    + "), control " + controlBytes + " (at least " + CONTROL_BYTES_MIN + "), replies " + replyBytes
                    + " (at least " + REPLY_BYTES_MIN + ")");
        }
        if (waitersMax < 1 || poolThreads < 1 || !budgetWait.isPositive() || !bodyWait.isPositive()) {
            throw new IllegalArgumentException("not limits of the wire: " + waitersMax + " waiters, " + poolThreads + " threads, waits of "
                    + budgetWait + " and " + bodyWait);
        }
    }

    /** Memory as shares of the heap, up to what is usual. */
    public static WireSettings defaults() {
        long heapBytes = Runtime.getRuntime().maxMemory();
        return new WireSettings(Math.clamp(heapBytes / 8, DATA_BYTES_MIN, DATA_BYTES_USUAL),
                Math.clamp(heapBytes / 32, CONTROL_BYTES_MIN, CONTROL_BYTES_USUAL),
                Math.clamp(heapBytes / 4, REPLY_BYTES_MIN, REPLY_BYTES_USUAL), 10_000, Duration.ofSeconds(5), Duration.ofSeconds(60),
                Math.max(2, Runtime.getRuntime().availableProcessors()));
    }
}
