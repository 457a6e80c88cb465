package io.millrace.trigger;

import io.millrace.stream.ReadLimit;
import io.millrace.stream.StreamRecord;
import java.util.List;
import java.util.Optional;

/**
 * What one lane holds between its checkpoint and its read head, in records and in bytes of memory, and so how much it may
 * read. A lane always has its floor; what is beyond comes from the {@link WindowBudget}. A first record larger than what was
 * admitted is read all the same: the window is then exceeded by that one record. One thread.
 */
final class LaneWindow implements AutoCloseable {

    /** What a held record costs beside its bytes: its objects, and its share of the event that is not key or data. */
    static final int RECORD_COST_BYTES = 768;
    /** A held byte is there once raw and once in base64: 7/3. */
    private static final int COST_NUMERATOR = 7;
    private static final int COST_DENOMINATOR = 3;

    private final WindowBudget budget;
    private final long floorBytes;
    private final long mostBytes;
    private final int mostRecords;
    private long heldBytes;
    private int heldRecords;
    private long outstandingBytes;
    private long charged;
    private boolean busy;

    /**
     * @param floorBytes  what the lane may always hold
     * @param mostBytes   what it may hold with a free budget
     * @param mostRecords the same in records
     */
    LaneWindow(WindowBudget budget, long floorBytes, long mostBytes, int mostRecords) {
        this.budget = budget;
        this.floorBytes = floorBytes;
        this.mostBytes = Math.max(floorBytes, mostBytes);
        this.mostRecords = mostRecords;
    }

    /**
     * How much may be read now, or empty if what is held must shrink first. The read is then outstanding until
     * {@link #arrived} or {@link #readFailed}.
     *
     * @param atTail whether nothing is known to be waiting: then the read may be outstanding for long and gets the floor only
     */
    Optional<ReadLimit> admit(boolean atTail) {
        long wanted = atTail ? floorBytes : mostBytes - heldBytes;
        long room = floorBytes + charged - heldBytes;
        if (wanted > room && heldBytes < mostBytes) {
            charged += budget.take(wanted - room, charged);
            room = floorBytes + charged - heldBytes;
        }
        long admitted = Math.min(room, wanted);
        int records = (int) Math.min(mostRecords - heldRecords, admitted / 2 / RECORD_COST_BYTES);
        if (records < 1) {
            return Optional.empty();
        }
        outstandingBytes = admitted;
        trimCharge();
        return Optional.of(new ReadLimit(records, (int) Math.min(Integer.MAX_VALUE, admitted / 2 * COST_DENOMINATOR / COST_NUMERATOR)));
    }

    /** The outstanding read has given these. */
    void arrived(List<StreamRecord> records) {
        outstandingBytes = 0;
        for (StreamRecord record : records) {
            heldRecords++;
            heldBytes += cost(record);
        }
        if (!busy && heldRecords > 0) {
            busy = true;
            budget.laneIsBusy();
        }
        trimCharge();
    }

    void readFailed() {
        outstandingBytes = 0;
        trimCharge();
    }

    void finished(Batch batch) {
        for (StreamRecord record : batch.records()) {
            heldRecords--;
            heldBytes -= cost(record);
        }
        if (heldRecords == 0 && busy) {
            busy = false;
            budget.laneIsIdle();
        }
        trimCharge();
    }

    private void trimCharge() {
        long needed = Math.max(0, heldBytes + outstandingBytes - floorBytes);
        if (charged > needed) {
            budget.giveBack(charged - needed);
            charged = needed;
        }
    }

    long heldBytes() {
        return heldBytes;
    }

    int heldRecords() {
        return heldRecords;
    }

    /** The lane ends: everything goes back. */
    @Override
    public void close() {
        budget.giveBack(charged);
        charged = 0;
        if (busy) {
            busy = false;
            budget.laneIsIdle();
        }
    }

    private static long cost(StreamRecord record) {
        return RECORD_COST_BYTES
                + ((long) record.keyUtf8().remaining() + record.data().remaining()) * COST_NUMERATOR / COST_DENOMINATOR;
    }
}
