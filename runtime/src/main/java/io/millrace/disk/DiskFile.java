package io.millrace.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** An open file. Positional reads are safe from any number of threads beside one writer. */
public interface DiskFile extends Closeable {

    /** Writes all remaining bytes of {@code source} at {@code offset}; the file grows as needed. */
    void write(ByteBuffer source, long offset) throws IOException;

    /** Reads until {@code target} is full or the file ends; returns the number of bytes read, 0 at or past the end. */
    int read(ByteBuffer target, long offset) throws IOException;

    /** Makes all bytes written so far durable; with {@code metadata} also times and the like. A failed force is never retried. */
    void force(boolean metadata) throws IOException;

    /** Cuts the file to {@code size} bytes; durable after the next {@link #force}. */
    void truncate(long size) throws IOException;

    long size() throws IOException;
}
