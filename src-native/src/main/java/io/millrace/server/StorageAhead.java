package io.millrace.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;

import io.millrace.datadir.DataDirectory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Storage that is opened while the framework starts, which takes one processor and most of a native start. Begun by whoever
 * launches the server, and taken by the server once it is there. At most one in a process.
 */
public final class StorageAhead {

    private static final Logger LOGGER = LoggerFactory.getLogger(StorageAhead.class);
    private static final AtomicReference<StorageAhead> BEGUN = new AtomicReference<>();

    private final Path root;
    private final OpenRooms rooms = new OpenRooms();
    private final Opening<Storage> opening;

    private StorageAhead(Path root) {
        this.root = root;
        this.opening = Opening.begin("storage", () -> Storage.open(root, rooms));
    }

    /**
     * Begins to open the data directory on a thread of its own. Does nothing where there is none yet: a start that is refused for
     * its settings makes no directory.
     *
     * @param root as the setting {@code millrace.data} has it
     */
    public static void begin(Path root) {
        if (DataDirectory.isAt(root)) {
            closeUntaken();
            BEGUN.set(new StorageAhead(root));
        }
    }

    /** What was begun and no server has taken is closed. Waits for its opening. */
    public static void closeUntaken() {
        close(BEGUN.getAndSet(null));
    }

    /**
     * The storage of this directory, begun before or opened now. Blocks.
     *
     * @param rooms where what has been opened is added, also when something fails
     */
    static Storage take(Path root, OpenRooms rooms) throws IOException {
        StorageAhead begun = BEGUN.getAndSet(null);
        if (begun == null || !begun.root.equals(root)) {
            close(begun);
            return Storage.open(root, rooms);
        }
        try {
            return begun.opening.await();
        } finally {
            rooms.add("storage", begun.rooms);
        }
    }

    private static void close(StorageAhead begun) {
        if (begun == null) {
            return;
        }
        try {
            begun.opening.await();
        } catch (IOException | RuntimeException failure) {
            LOGGER.atWarn().addKeyValue("data", begun.root).setCause(failure).log("storage not opened, nor asked for");
        } finally {
            begun.rooms.close();
        }
    }
}
