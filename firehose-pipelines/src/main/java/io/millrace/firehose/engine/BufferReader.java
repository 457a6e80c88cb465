package io.millrace.firehose.engine;

import io.millrace.firehose.buffer.Outcome;
import io.millrace.firehose.buffer.OutcomeCodec;
import io.millrace.firehose.buffer.OutcomeFilter;
import io.millrace.firehose.buffer.SpoolKey;
import io.millrace.firehose.buffer.Spools;
import io.millrace.firehose.deliver.Coverage;
import io.millrace.firehose.error.ErrorOutputType;
import io.millrace.firehose.error.ErrorRecord;
import io.millrace.firehose.error.ErrorRecordEncoder;
import io.millrace.firehose.transform.FirehoseRecord;
import io.millrace.stream.StreamRecord;
import java.io.IOException;
import java.util.Optional;

/**
 * Puts logged outcomes into spools: each record once, whole, and not at all if a manifest has it already. Beyond the limit of active
 * partitions a record becomes an error record. One reading of the log, from one position on; on the lane.
 */
final class BufferReader {

    private final OutcomeCodec codec;
    private final Coverage covered;
    private final Spools spools;
    private final ErrorRecordEncoder errorEncoder;
    private final int partitionsMax;
    private final OutcomeFilter filter = new OutcomeFilter();
    private IOException failure;

    BufferReader(OutcomeCodec codec, Coverage covered, Spools spools, ErrorRecordEncoder errorEncoder, int partitionsMax) {
        this.codec = codec;
        this.covered = covered;
        this.spools = spools;
        this.errorEncoder = errorEncoder;
        this.partitionsMax = partitionsMax;
    }

    /** What is logged there; its record may have to be found in the input. */
    Outcome read(StreamRecord stored) {
        return codec.read(stored);
    }

    /** Whether no manifest and no spool that is being formed has the outcome at that place of the log. */
    boolean isOpen(long position) {
        return !covered.contains(position);
    }

    /**
     * Takes the next outcome of the log.
     *
     * @param next        with its record, unless it has none or {@link #isOpen} says that it is not needed
     * @param partitioned whether data goes by partitions now
     */
    void accept(long at, Outcome next, boolean partitioned, long nowMillis) throws IOException {
        filter.accept(at, next, (position, holdsFrom, outcome) -> {
            if (failure == null && outcome.record().isPresent() && !covered.contains(position)) {
                try {
                    spool(position, holdsFrom, outcome, partitioned, nowMillis);
                } catch (IOException e) {
                    failure = e;
                }
            }
        });
        if (failure != null) {
            throw failure;
        }
    }

    private void spool(long position, long holdsFrom, Outcome outcome, boolean partitioned, long nowMillis) throws IOException {
        FirehoseRecord record = outcome.record().orElseThrow();
        if (outcome.way() != Outcome.Way.DATA || !partitioned) {
            spools.add(SpoolKey.unpartitioned(outcome.way()), position, holdsFrom, record, nowMillis);
            return;
        }
        SpoolKey key = SpoolKey.partition(record);
        if (spools.isOpen(key) || spools.activePartitions() < partitionsMax) {
            spools.add(key, position, holdsFrom, record, nowMillis);
            return;
        }
        ErrorRecord exceeded = new ErrorRecord.Processing(ErrorOutputType.ACTIVE_PARTITION_EXCEEDED, record.origin(), record.data(),
                "DynamicPartitioning.ActivePartitionLimitExceeded", "There are " + partitionsMax + " active partitions", 1, nowMillis, Optional.empty());
        spools.add(SpoolKey.unpartitioned(Outcome.Way.ACTIVE_PARTITION_EXCEEDED), position, holdsFrom,
                FirehoseRecord.of(record.origin(), errorEncoder.encode(exceeded)), nowMillis);
    }

    /** The log must be kept from here for records whose outcomes are not all there; {@link Long#MAX_VALUE}: for none. */
    long holdsFrom() {
        return filter.firstWaiting();
    }
}
