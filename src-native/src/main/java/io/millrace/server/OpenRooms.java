package io.millrace.server;

import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has been opened, to be closed in reverse order: all of it, whatever fails on the way. Added to by any thread, closed by one. */
final class OpenRooms implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(OpenRooms.class);

    private final Deque<Room> rooms = new ConcurrentLinkedDeque<>();

    /** @param guard whether it guards all others, and stays closed to others for as long as one of them may not have ended */
    private record Room(String name, AutoCloseable closing, boolean guard) {
    }

    /** Remembers the room and gives it back. */
    <T extends AutoCloseable> T add(String name, T room) {
        rooms.push(new Room(name, room, false));
        return room;
    }

    /** The same for what keeps other processes out: a stop that leaves a step behind leaves it to the end of the process. */
    <T extends AutoCloseable> T addGuard(String name, T room) {
        rooms.push(new Room(name, room, true));
        return room;
    }

    /** Waits for each room, however long it takes. */
    @Override
    public void close() {
        for (Room room = rooms.poll(); room != null; room = rooms.poll()) {
            try {
                room.closing().close();
            } catch (Exception failure) {
                LOGGER.atError().addKeyValue("room", room.name()).setCause(failure).log("room not closed cleanly");
            }
        }
    }

    /** Waits for each room for half of what is left by then, so that one that hangs leaves time for those behind it. */
    void close(StopSteps steps, Supplier<Duration> left) {
        for (Room room = rooms.poll(); room != null; room = rooms.poll()) {
            if (room.closing() instanceof OpenRooms inner) {
                inner.close(steps, left);
            } else if (!room.guard() || steps.hanging().isEmpty()) {
                steps.begin(room.name(), room.closing()).await(left.get().dividedBy(2));
            }
        }
    }
}
