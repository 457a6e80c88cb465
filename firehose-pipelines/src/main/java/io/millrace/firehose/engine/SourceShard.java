package io.millrace.firehose.engine;

import io.millrace.firehose.registry.DeliveryStream;
import io.millrace.firehose.source.InputCodec;
import io.millrace.firehose.source.KinesisReading;
import io.millrace.firehose.source.PutReading;
import io.millrace.firehose.source.SourceReading;
import io.millrace.stream.Position;
import io.millrace.stream.RecordStore;
import io.millrace.stream.ShardKey;
import io.millrace.stream.StreamDescription;
import java.util.List;
import java.util.Optional;

/**
 * A shard that a delivery stream reads.
 *
 * @param start where, if nothing of it has been read
 */
record SourceShard(RecordStore store, ShardKey key, SourceReading reading, Position start) {

    /** All of a delivery stream; none when its Kinesis stream, of that creation, is gone. */
    static List<SourceShard> of(DeliveryStream stream, PipelineContext context, InputCodec codec) {
        return switch (stream.source()) {
            case DeliveryStream.DirectPut put -> List.of(new SourceShard(context.store(), stream.input(), new PutReading(stream.id(), codec), Position.START));
            case DeliveryStream.KinesisSource kinesis -> {
                Optional<StreamDescription> found = context.kinesis().directory().find(kinesis.stream());
                yield found.map(source -> source.shards().stream().map(shard -> new SourceShard(context.kinesis().store(), source.key(shard),
                        new KinesisReading(stream.id(), shard.id()), kinesis.start().getOrDefault(shard.id().index(), Position.START))).toList())
                        .orElse(List.of());
            }
        };
    }
}
