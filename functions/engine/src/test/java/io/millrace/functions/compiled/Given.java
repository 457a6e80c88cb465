package io.millrace.functions.compiled;

import io.millrace.functions.batch.InvocationContext;
import io.millrace.invoke.RecordsEvent;
import io.millrace.kinesis.SequenceNumber;
import io.millrace.kinesis.event.EventSource;
import io.millrace.kinesis.event.KinesisEventFormat;
import io.millrace.stream.Position;
import io.millrace.stream.ShardId;
import io.millrace.stream.StreamRecord;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;

/** Functions and events for the tests of this package. */
final class Given {

    static final String STREAM = "arn:aws:kinesis:us-east-1:000000000000:stream/s";
    private static final ShardId SHARD = new ShardId(3);
    private static final long ARRIVED = 1_700_000_000_123L;

    private Given() {
    }

    /** A function whose body is a lambda. */
    record Hand(String name, Optional<Type> input, BiFunction<Object, InvocationContext, CompletionStage<Object>> body) implements CompiledFunction {
        @Override
        public String handler() {
            return "Hand::" + name;
        }

        @Override
        public CompletionStage<Object> call(Object given, InvocationContext context) {
            return body.apply(given, context);
        }
    }

    static Hand function(String name, Type input, BiFunction<Object, InvocationContext, Object> body) {
        return new Hand(name, Optional.of(input), (given, context) -> CompletableFuture.completedStage(body.apply(given, context)));
    }

    static String sequenceNumber(int record) {
        return new SequenceNumber(SHARD, Position.of(1, record)).wire();
    }

    /** Records of one shard with these texts, at positions 0 and so on. */
    static Event event(String... texts) {
        List<StreamRecord> records = new ArrayList<>();
        for (String text : texts) {
            records.add(new StreamRecord(Position.of(1, records.size()), ARRIVED, ByteBuffer.wrap("key".getBytes(StandardCharsets.UTF_8)).asReadOnlyBuffer(),
                    ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)).asReadOnlyBuffer()));
        }
        return new Event(records, new AtomicInteger());
    }

    /** Counts how often its JSON was wanted. */
    record Event(List<StreamRecord> records, AtomicInteger written) implements RecordsEvent {
        @Override
        public String streamArn() {
            return STREAM;
        }

        @Override
        public ShardId shard() {
            return SHARD;
        }

        @Override
        public byte[] json() {
            written.incrementAndGet();
            return new KinesisEventFormat(new EventSource(SHARD, "us-east-1", STREAM, "role")).write(records);
        }
    }
}
