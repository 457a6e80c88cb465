package io.millrace.stream.log;

import io.millrace.stream.Position;
import io.millrace.stream.ReadLimit;
import io.millrace.stream.RecordBatch;
import io.millrace.stream.Slice;
import io.millrace.stream.StreamRecord;
import io.millrace.stream.index.BlockEntry;
import io.millrace.stream.log.block.BlockSink;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Cuts blocks into records, from a position on and within a limit. Records point into the blocks' bytes. One thread. */
final class SliceBuilder implements BlockSink {

    private final ReadLimit limit;
    private final List<StreamRecord> records = new ArrayList<>();
    private long next;
    private int bytes;
    private boolean full;
    private OptionalLong nextArrivedAtMillis = OptionalLong.empty();

    SliceBuilder(long from, ReadLimit limit) {
        this.next = from;
        this.limit = limit;
    }

    @Override
    public boolean wants(BlockEntry block) {
        if (full || records.size() >= limit.records() || bytes >= limit.bytes()) {
            nextArrivedAtMillis = OptionalLong.of(block.arrivedAtMillis());
            return false;
        }
        return true;
    }

    @Override
    public boolean take(BlockEntry block, byte[] array, int from, int to, long firstPosition, int count) {
        ByteBuffer entries = ByteBuffer.wrap(array).order(ByteOrder.LITTLE_ENDIAN);
        int at = from;
        for (int index = 0; index < count; index++) {
            int keyLength = Short.toUnsignedInt(entries.getShort(at));
            int dataLength = entries.getInt(at + 3);
            int keyAt = at + RecordBatch.RECORD_OVERHEAD_BYTES;
            at = keyAt + keyLength + dataLength;
            long position = firstPosition + index;
            if (position < next) {
                continue;
            }
            if (records.size() >= limit.records() || !records.isEmpty() && bytes + keyLength + dataLength > limit.bytes()) {
                full = true;
                nextArrivedAtMillis = OptionalLong.of(block.arrivedAtMillis());
                return false;
            }
            records.add(new StreamRecord(new Position(position), block.arrivedAtMillis(),
                    entries.slice(keyAt, keyLength).asReadOnlyBuffer(),
                    entries.slice(keyAt + keyLength, dataLength).asReadOnlyBuffer()));
            bytes += keyLength + dataLength;
            next = position + 1;
        }
        return true;
    }

    boolean isEmpty() {
        return records.isEmpty();
    }

    /** @param stood where the reading stood at its end: what was damaged before it is stepped over */
    Slice build(long stood) {
        return new Slice(records, new Position(full ? next : Math.max(next, stood)), nextArrivedAtMillis);
    }
}
