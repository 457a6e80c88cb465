package io.millrace.server;

import java.util.ArrayDeque;
import java.util.Deque;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has been opened, to be closed in reverse order: all of it, whatever fails on the way. One thread at a time. */
final class OpenRooms implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(OpenRooms.class);

    private final Deque<Room> rooms = new ArrayDeque<>();

    private record Room(String name, AutoCloseable closing) {
    }

    /** Remembers the room and gives it back. */
    <T extends AutoCloseable> T add(String name, T room) {
        rooms.push(new Room(name, room));
        return room;
    }

    @Override
    public void close() {
        while (!rooms.isEmpty()) {
            Room room = rooms.pop();
            try {
                room.closing().close();
            } catch (Exception failure) {
                LOGGER.atError().addKeyValue("room", room.name()).setCause(failure).log("room not closed cleanly");
            }
        }
    }
}
