package io.millrace.access.http;

import io.millrace.wire.http.ByteBudget;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A payload that is what was signed, in memory or on the disk, with the bytes of the budgets it holds. Any thread. */
final class VerifiedBody {

    private static final Logger LOGGER = LoggerFactory.getLogger(VerifiedBody.class);

    private final byte[] memory;
    private final Optional<Spool> spool;
    private final List<ByteBudget.Permit> permits;
    private final AtomicBoolean released = new AtomicBoolean();

    VerifiedBody(byte[] memory, Optional<Spool> spool, List<ByteBudget.Permit> permits) {
        this.memory = memory;
        this.spool = spool;
        this.permits = List.copyOf(permits);
    }

    long length() {
        return spool.map(Spool::length).orElse((long) memory.length);
    }

    boolean onDisk() {
        return spool.isPresent();
    }

    /** The next bytes, at most so many; reads the disk when the body is there. */
    byte[] read(long position, int bytesMax) throws IOException {
        return spool.isPresent() ? spool.get().read(position, bytesMax)
                : Arrays.copyOfRange(memory, (int) position, (int) Math.min(memory.length, position + bytesMax));
    }

    boolean isReleased() {
        return released.get();
    }

    /** Gives everything back; again has no effect. */
    void release() {
        if (released.compareAndSet(false, true)) {
            permits.forEach(ByteBudget.Permit::release);
            try {
                if (spool.isPresent()) {
                    spool.get().close();
                }
            } catch (IOException failure) {
                LOGGER.atWarn().setCause(failure).log("spooled body not closed");
            }
        }
    }
}
