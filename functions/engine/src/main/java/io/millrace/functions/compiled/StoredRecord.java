package io.millrace.functions.compiled;

import io.millrace.functions.batch.BatchRecord;
import io.millrace.invoke.RecordsEvent;
import io.millrace.kinesis.SequenceNumber;
import io.millrace.stream.ShardId;
import io.millrace.stream.StreamRecord;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A record as the store has it; texts are made when they are asked for. */
public record StoredRecord(ShardId shard, StreamRecord stored) implements BatchRecord {

    static List<BatchRecord> all(RecordsEvent event) {
        List<BatchRecord> records = new ArrayList<>(event.records().size());
        for (StreamRecord record : event.records()) {
            records.add(new StoredRecord(event.shard(), record));
        }
        return records;
    }

    @Override
    public String sequenceNumber() {
        return new SequenceNumber(shard, stored.position()).wire();
    }

    @Override
    public String partitionKey() {
        return stored.partitionKey();
    }

    @Override
    public Instant arrivedAt() {
        return Instant.ofEpochMilli(stored.arrivedAtMillis());
    }

    @Override
    public ByteBuffer data() {
        return stored.data().duplicate();
    }
}
