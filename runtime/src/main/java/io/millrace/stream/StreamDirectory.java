package io.millrace.stream;

import java.util.Optional;

/** Which streams there are now. Reads are from memory, on any thread. */
public interface StreamDirectory {

    Optional<StreamDescription> find(StreamName name);

    Optional<StreamDescription> find(StreamId id);

    /**
     * Calls back after each creation, change or deletion, in order, on the catalog's thread: return at once.
     * A deletion is told with the description that was deleted.
     */
    AutoCloseable follow(Listener listener);

    /** Told of changes of streams. */
    interface Listener {
        void onChanged(StreamDescription stream);

        void onDeleted(StreamDescription stream);
    }
}
