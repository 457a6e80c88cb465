package io.millrace.demo;

import java.io.IOException;
import java.util.List;

/** What fills the producer. One thread. */
interface Feed extends AutoCloseable {

    /** Offers what is due at this time. */
    void fill(Producer producer, long nanos) throws IOException;

    /** Nothing will come any more. */
    boolean isOver();

    /** The last readings, for the screen; empty when it has none. */
    List<Reading> lastReadings();

    @Override
    void close() throws IOException;
}
