package io.millrace.firehose.source;

import io.millrace.firehose.transform.FirehoseRecord;
import io.millrace.firehose.transform.RecordOrigin;
import io.millrace.kinesis.SequenceNumber;
import io.millrace.stream.ShardId;
import io.millrace.stream.StreamId;
import io.millrace.stream.StreamRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Records of a shard of a Kinesis stream; aggregates of the KPL are taken apart. */
public record KinesisReading(StreamId deliveryStream, ShardId shard) implements SourceReading {

    @Override
    public List<FirehoseRecord> read(StreamRecord stored) {
        byte[] data = new byte[stored.data().remaining()];
        stored.data().duplicate().get(data);
        Optional<List<KplAggregate.UserRecord>> aggregate = KplAggregate.parse(data);
        if (aggregate.isEmpty()) {
            return List.of(FirehoseRecord.of(origin(stored, stored.partitionKey(), 0), data));
        }
        List<FirehoseRecord> records = new ArrayList<>();
        for (KplAggregate.UserRecord user : aggregate.get()) {
            records.add(FirehoseRecord.of(origin(stored, user.partitionKey(), records.size()), user.data()));
        }
        return records;
    }

    private RecordOrigin origin(StreamRecord stored, String partitionKey, int sub) {
        return new RecordOrigin(RecordIds.of(deliveryStream, shard.index(), stored.position(), sub), stored.arrivedAtMillis(),
                Optional.of(new RecordOrigin.KinesisOrigin(shard.wire(), partitionKey, new SequenceNumber(shard, stored.position()).wire(), sub)));
    }
}
