package io.millrace.disk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Predicate;

/** What a {@link SimulatedDisk} does wrong next. Counts are of calls from the moment the fault was set; each fault strikes once. */
public final class DiskFaults {

    private static final int NEVER = -1;
    private int writesUntilFailure = NEVER;
    private int forcesUntilFailure = NEVER;
    private boolean forceFindsNoSpace;
    private int readsUntilFailure = NEVER;
    private int bytesBeforeFailure;
    private Predicate<Path> where = path -> true;

    /** The write after {@code writes} further ones fails, with {@code bytes} of it written. */
    public synchronized void failWrite(int writes, int bytes) {
        writesUntilFailure = writes;
        bytesBeforeFailure = bytes;
    }

    /** The force (or directory sync) after {@code forces} further ones fails, and what it should have kept is not durable. */
    public synchronized void failForce(int forces) {
        forcesUntilFailure = forces;
        forceFindsNoSpace = false;
    }

    /** As {@link #failForce}, for want of space: file systems that allocate late tell only then. */
    public synchronized void failForceFull(int forces) {
        forcesUntilFailure = forces;
        forceFindsNoSpace = true;
    }

    /** The read after {@code reads} further ones fails. */
    public synchronized void failRead(int reads) {
        readsUntilFailure = reads;
    }

    /** Only files that match count and fail. */
    public synchronized void only(Predicate<Path> files) {
        where = files;
    }

    public synchronized void clear() {
        writesUntilFailure = NEVER;
        forcesUntilFailure = NEVER;
        readsUntilFailure = NEVER;
        where = path -> true;
    }

    synchronized int beforeWrite(Path path, int length) {
        if (writesUntilFailure == NEVER || !where.test(path)) {
            return length;
        }
        return writesUntilFailure-- == 0 ? Math.min(bytesBeforeFailure, Math.max(0, length - 1)) : length;
    }

    synchronized void beforeForce(Path path) throws IOException {
        if (forcesUntilFailure != NEVER && (path == null || where.test(path)) && forcesUntilFailure-- == 0) {
            throw forceFindsNoSpace ? new NoSpaceException("No space left on device", null) : new IOException("force failed: " + path);
        }
    }

    synchronized void beforeRead(Path path) throws IOException {
        if (readsUntilFailure != NEVER && where.test(path) && readsUntilFailure-- == 0) {
            throw new IOException("read failed: " + path);
        }
    }
}
