package io.millrace.trigger;

import io.millrace.stream.Position;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * What the checkpoint may say: the end of the unbroken run of finished batches. Batches are opened in the shard's order and
 * may finish in any. One thread.
 */
final class Watermark {

    private final Deque<Open> open = new ArrayDeque<>();
    private Position position;

    private static final class Open {
        private final Batch batch;
        private boolean finished;

        private Open(Batch batch) {
            this.batch = batch;
        }
    }

    Watermark(Position start) {
        position = start;
    }

    /** The batch is on its way: nothing at or behind its first record is finished before it is. */
    void opened(Batch batch) {
        Position behind = open.isEmpty() ? position : open.getLast().batch.end();
        if (batch.first().position().compareTo(behind) < 0) {
            throw new IllegalStateException("batch at " + batch.first().position() + " is opened behind " + behind);
        }
        open.addLast(new Open(batch));
    }

    /** The batch is open as these instead, which are the same records in order. */
    void replaced(Batch batch, List<Batch> parts) {
        List<Open> before = List.copyOf(open);
        open.clear();
        for (Open entry : before) {
            if (entry.batch == batch) {
                parts.forEach(part -> open.addLast(new Open(part)));
            } else {
                open.addLast(entry);
            }
        }
    }

    /** The batch has its outcome; returns the place everything before which is finished. */
    Position finished(Batch batch) {
        Open found = open.stream().filter(entry -> entry.batch == batch).findFirst()
                .orElseThrow(() -> new IllegalStateException("batch is not open: " + batch.first().position()));
        found.finished = true;
        while (!open.isEmpty() && open.getFirst().finished) {
            position = open.removeFirst().batch.end();
        }
        return position;
    }

    Position position() {
        return position;
    }

    boolean isIdle() {
        return open.isEmpty();
    }
}
