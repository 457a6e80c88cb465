package io.millrace.wire.http;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Memory for bodies or replies: a number of bytes, taken whole and first come first served. Who does not get his bytes at
 * once waits in line, up to a number of waiters. Any thread; grants are told on the thread that released the bytes.
 */
public final class ByteBudget {

    private final long capacityBytes;
    private final int waitersMax;
    private final ArrayDeque<Claim> line = new ArrayDeque<>();
    private long usedBytes;

    public ByteBudget(long capacityBytes, int waitersMax) {
        if (capacityBytes < 1 || waitersMax < 0) {
            throw new IllegalArgumentException("not a budget: " + capacityBytes + " bytes, " + waitersMax + " waiters");
        }
        this.capacityBytes = capacityBytes;
        this.waitersMax = waitersMax;
    }

    /** Bytes that somebody holds now. */
    public synchronized long usedBytes() {
        return usedBytes;
    }

    /** How many wait. */
    public synchronized int waiters() {
        return line.size();
    }

    public long capacityBytes() {
        return capacityBytes;
    }

    /**
     * Asks for bytes. {@code granted} gets them, at once on this thread or later on another. Empty when the line is full.
     *
     * @param bytes at least 0, at most the capacity
     */
    public Optional<Claim> claim(long bytes, Consumer<Permit> granted) {
        if (bytes < 0 || bytes > capacityBytes) {
            throw new IllegalArgumentException(bytes + " bytes of a budget of " + capacityBytes);
        }
        Claim claim = new Claim(bytes, granted);
        synchronized (this) {
            if (!line.isEmpty() || bytes > capacityBytes - usedBytes) {
                if (line.size() >= waitersMax) {
                    return Optional.empty();
                }
                line.add(claim);
                return Optional.of(claim);
            }
            usedBytes += bytes;
        }
        granted.accept(new Permit(bytes));
        return Optional.of(claim);
    }

    private void giveBack(long bytes) {
        ArrayDeque<Claim> served = new ArrayDeque<>();
        synchronized (this) {
            usedBytes -= bytes;
            serve(served);
        }
        served.forEach(Claim::grant);
    }

    /** Under the lock. */
    private void serve(ArrayDeque<Claim> served) {
        while (!line.isEmpty() && line.peek().bytes <= capacityBytes - usedBytes) {
            usedBytes += line.peek().bytes;
            served.add(line.remove());
        }
    }

    /** Somebody's place in the line. */
    public final class Claim {
        private final long bytes;
        private final Consumer<Permit> granted;

        private Claim(long bytes, Consumer<Permit> granted) {
            this.bytes = bytes;
            this.granted = granted;
        }

        private void grant() {
            granted.accept(new Permit(bytes));
        }

        /** Leaves the line; false when the bytes have been granted already. */
        public boolean leave() {
            ArrayDeque<Claim> served = new ArrayDeque<>();
            synchronized (ByteBudget.this) {
                if (!line.remove(this)) {
                    return false;
                }
                serve(served);
            }
            served.forEach(Claim::grant);
            return true;
        }
    }

    /** Bytes somebody holds. */
    public final class Permit {
        private long held;

        private Permit(long bytes) {
            held = bytes;
        }

        /** Keeps at most so many bytes and gives the others back. */
        public void shrinkTo(long bytes) {
            long surplus;
            synchronized (ByteBudget.this) {
                surplus = Math.max(0, held - Math.max(0, bytes));
                held -= surplus;
            }
            if (surplus > 0) {
                giveBack(surplus);
            }
        }

        /** Gives everything back; again has no effect. */
        public void release() {
            shrinkTo(0);
        }
    }
}
