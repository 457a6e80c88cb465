package io.millrace.firehose.source;

import io.millrace.firehose.transform.FirehoseRecord;
import io.millrace.firehose.transform.RecordOrigin;
import io.millrace.stream.StreamId;
import io.millrace.stream.StreamRecord;
import java.util.List;
import java.util.Optional;

/** Records that were put. */
public record PutReading(StreamId deliveryStream, InputCodec codec) implements SourceReading {

    @Override
    public List<FirehoseRecord> read(StreamRecord stored) {
        RecordOrigin origin = new RecordOrigin(RecordIds.of(deliveryStream, 0, stored.position(), 0), stored.arrivedAtMillis(), Optional.empty());
        return List.of(FirehoseRecord.of(origin, codec.read(stored)));
    }
}
