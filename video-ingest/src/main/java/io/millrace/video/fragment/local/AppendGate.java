package io.millrace.video.fragment.local;

import java.util.ArrayDeque;

/** Lets appends pass while not too many of their bytes wait for the disk; the others pass in order as those end. Any thread. */
final class AppendGate {

    private final long bytesMax;
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private long bytes;

    private record Waiting(int bytes, Runnable append) {
    }

    AppendGate(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /** Runs the append now or, on a thread that gives bytes back, later. */
    void enter(int wanted, Runnable append) {
        synchronized (this) {
            if (!waiting.isEmpty() || !fits(wanted)) {
                waiting.addLast(new Waiting(wanted, append));
                return;
            }
            bytes += wanted;
        }
        append.run();
    }

    /** An append is done with, in whatever way. */
    void leave(int given) {
        ArrayDeque<Runnable> passing = new ArrayDeque<>();
        synchronized (this) {
            bytes -= given;
            while (!waiting.isEmpty() && fits(waiting.peekFirst().bytes())) {
                Waiting next = waiting.removeFirst();
                bytes += next.bytes();
                passing.addLast(next.append());
            }
        }
        passing.forEach(Runnable::run);
    }

    private boolean fits(int wanted) {
        return bytes == 0 || bytes + wanted <= bytesMax;
    }
}
