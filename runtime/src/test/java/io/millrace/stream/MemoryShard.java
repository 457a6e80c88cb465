package io.millrace.stream;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** One shard's records in memory; guarded by its store. */
final class MemoryShard {

    private final ArrayList<StreamRecord> records = new ArrayList<>();
    private long lastArrival = Long.MIN_VALUE;
    Position next;
    Position horizon;

    MemoryShard(Position start) {
        next = start;
        horizon = start;
    }

    Positions append(RecordBatch batch, long now) {
        lastArrival = Math.max(lastArrival, now);
        Positions positions = new Positions(next, batch.count());
        ByteBuffer copy = ByteBuffer.wrap(batch.array().clone()).asReadOnlyBuffer();
        int start = 0;
        for (int i = 0; i < batch.count(); i++) {
            ByteBuffer record = copy.slice(start, batch.end(i) - start).order(ByteOrder.LITTLE_ENDIAN);
            int keyLength = Short.toUnsignedInt(record.getShort(0));
            ByteBuffer key = record.slice(RecordBatch.RECORD_OVERHEAD_BYTES, keyLength);
            int dataAt = RecordBatch.RECORD_OVERHEAD_BYTES + keyLength;
            records.add(new StreamRecord(positions.get(i), lastArrival, key, record.slice(dataAt, record.capacity() - dataAt)));
            start = batch.end(i);
        }
        next = positions.last().next();
        return positions;
    }

    Slice read(Position from, ReadLimit limit) {
        Position start = from.compareTo(horizon) >= 0 ? from : horizon;
        int at = indexOf(start);
        List<StreamRecord> taken = new ArrayList<>();
        long bytes = 0;
        while (at < records.size() && taken.size() < limit.records()) {
            StreamRecord record = records.get(at);
            bytes += record.keyUtf8().remaining() + record.data().remaining();
            if (bytes > limit.bytes() && !taken.isEmpty()) {
                break;
            }
            taken.add(record);
            at++;
        }
        Position after = taken.isEmpty() ? start : taken.getLast().position().next();
        return new Slice(taken, after,
                at < records.size() ? OptionalLong.of(records.get(at).arrivedAtMillis()) : OptionalLong.empty());
    }

    /** The index of the first record at or after the place. */
    private int indexOf(Position from) {
        int low = 0;
        int high = records.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (records.get(middle).position().compareTo(from) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    Position positionAt(long arrivedAtMillis) {
        return records.stream().filter(record -> record.arrivedAtMillis() >= arrivedAtMillis).findFirst()
                .map(StreamRecord::position).orElse(next);
    }

    void trim(Position before) {
        if (before.compareTo(horizon) > 0) {
            horizon = before;
            records.subList(0, indexOf(before)).clear();
        }
    }
}
