package io.millrace.trigger;

import io.millrace.invoke.RecordsEvent;
import io.millrace.kinesis.event.EventSource;
import io.millrace.kinesis.event.KinesisEventFormat;
import io.millrace.stream.ShardId;
import io.millrace.stream.StreamRecord;
import java.util.List;

/** A batch as an event; kept over its attempts, so that its JSON is written once at most. */
final class BatchEvent implements RecordsEvent {

    private final Batch batch;
    private final EventSource source;
    private final KinesisEventFormat format;
    private byte[] json;

    BatchEvent(Batch batch, EventSource source, KinesisEventFormat format) {
        this.batch = batch;
        this.source = source;
        this.format = format;
    }

    @Override
    public String streamArn() {
        return source.streamArn();
    }

    @Override
    public ShardId shard() {
        return source.shard();
    }

    @Override
    public List<StreamRecord> records() {
        return batch.records();
    }

    @Override
    public byte[] json() {
        if (json == null) {
            json = format.write(batch.records());
        }
        return json;
    }
}
