package io.millrace.functions.messaging;

import io.millrace.stream.Position;
import java.util.ArrayDeque;
import java.util.Deque;

/** What a shard's checkpoint may say: the end of the unbroken run of messages that are done. One thread. */
final class AckRun {

    private final Deque<Delivery> open = new ArrayDeque<>();
    private Position position;

    /** One message under way. */
    static final class Delivery {
        private final Position behind;
        private boolean done;

        private Delivery(Position behind) {
            this.behind = behind;
        }
    }

    AckRun(Position start) {
        position = start;
    }

    /** A message goes out, behind those before; {@code behind} is the place behind its last record. */
    Delivery opened(Position behind) {
        Delivery delivery = new Delivery(behind);
        open.addLast(delivery);
        return delivery;
    }

    /** The message is done, for the first or another time; returns whether the run has grown. */
    boolean done(Delivery delivery) {
        delivery.done = true;
        boolean grown = false;
        while (!open.isEmpty() && open.getFirst().done) {
            position = open.removeFirst().behind;
            grown = true;
        }
        return grown;
    }

    /** Everything before it is done. */
    Position position() {
        return position;
    }

    boolean isIdle() {
        return open.isEmpty();
    }
}
