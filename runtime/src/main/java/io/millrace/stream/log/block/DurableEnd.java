package io.millrace.stream.log.block;

import io.millrace.checkpoint.Checkpoint;
import java.nio.ByteBuffer;

/**
 * The mark a log leaves when it falls idle or stops: every byte of {@code segment} before {@code offset} was forced. A bad
 * block below it is damage, not a torn tail.
 */
public record DurableEnd(long segment, long offset) {

    /** The mark in a checkpoint's clothes: position is the offset, attributes hold the segment, 8 bytes big endian. */
    Checkpoint toCheckpoint() {
        return new Checkpoint(offset, ByteBuffer.allocate(Long.BYTES).putLong(segment).array());
    }

    /** Reads what {@link #toCheckpoint} wrote. */
    public static DurableEnd of(Checkpoint checkpoint) {
        return new DurableEnd(ByteBuffer.wrap(checkpoint.attributes()).getLong(), checkpoint.position());
    }
}
