package io.millrace.bench;

import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.bench.report.Figure;
import io.millrace.bench.report.Figure.Best;
import io.millrace.clock.Clock;
import io.millrace.functions.batch.InvocationContext;
import io.millrace.functions.compiled.CompiledFunction;
import io.millrace.functions.compiled.CompiledFunctions;
import io.millrace.functions.compiled.CompiledSettings;
import io.millrace.identity.Identity;
import io.millrace.invoke.Outcome;
import io.millrace.invoke.RecordsEvent;
import io.millrace.kinesis.event.EventSource;
import io.millrace.kinesis.event.KinesisEventFormat;
import io.millrace.stream.Position;
import io.millrace.stream.ShardId;
import io.millrace.stream.StreamRecord;

/**
 * Batches to a compiled-in function that takes each record's data as a type, in this process, one after the other as a lane does: as the
 * records are stored, and by way of the JSON event that functions in other processes get.
 */
public final class CompiledBatches implements Benchmark {

    private static final int RECORDS = 100, DATA_BYTES = 1024, RUNS = 5;
    private static final Duration RUN = Duration.ofSeconds(2);
    private static final String FUNCTION = "count";
    private static final EventSource SOURCE = new EventSource(new ShardId(0), "us-east-1", "arn:aws:kinesis:us-east-1:000000000000:stream/s", "role");

    private final LongAdder received = new LongAdder();

    /** A record's data. */
    public record Reading(String sensor, double value, String padding) {
    }

    @Override
    public String name() {
        return "compiled-batches";
    }

    @Override
    public String description() {
        return "batches of 100 records of 1 KiB to a compiled-in function that takes them as a type: records/s";
    }

    @Override
    public void run(Ground ground) throws Exception {
        List<StreamRecord> records = records();
        CompiledFunctions functions = new CompiledFunctions(List.of(new Counting()), CompiledSettings.defaults(1), JsonMapper.builder().build(),
                new Identity("000000000000", "us-east-1"), Clock.SYSTEM, new SimpleMeterRegistry());
        try (functions) {
            List<Double> stored = new ArrayList<>(), json = new ArrayList<>();
            for (int run = 0; run <= RUNS; run++) {
                double asStored = recordsPerSecond(() -> functions.invoke(FUNCTION, new Batch(records), "lane"));
                double asJson = recordsPerSecond(() -> functions.invoke(FUNCTION, new Batch(records).json(), "lane"));
                if (run > 0) {
                    stored.add(asStored);
                    json.add(asJson);
                }
            }
            ground.report().print(new Figure("compiled.batches", "records/s", Best.HIGHEST, stored).beside("by way of the JSON event", json));
        }
    }

    private double recordsPerSecond(Supplier<CompletionStage<Outcome>> invocation) {
        received.reset();
        long started = System.nanoTime();
        while (System.nanoTime() - started < RUN.toNanos()) {
            if (!(invocation.get().toCompletableFuture().join() instanceof Outcome.Done)) {
                throw new IllegalStateException("a batch failed");
            }
        }
        return received.sum() * 1e9 / (System.nanoTime() - started);
    }

    private static List<StreamRecord> records() {
        List<StreamRecord> records = new ArrayList<>();
        for (int i = 0; i < RECORDS; i++) {
            String head = "{\"sensor\":\"s" + i + "\",\"value\":" + i * 0.5 + ",\"padding\":\"";
            byte[] data = (head + "x".repeat(DATA_BYTES - head.length() - 2) + "\"}").getBytes(StandardCharsets.UTF_8);
            records.add(new StreamRecord(Position.of(1, i), 1_700_000_000_000L, ByteBuffer.wrap("key".getBytes(StandardCharsets.UTF_8)).asReadOnlyBuffer(),
                    ByteBuffer.wrap(data).asReadOnlyBuffer()));
        }
        return records;
    }

    /** A new batch with each attempt: its JSON is not kept. */
    private record Batch(List<StreamRecord> records) implements RecordsEvent {
        private static final KinesisEventFormat FORMAT = new KinesisEventFormat(SOURCE);

        @Override
        public String streamArn() {
            return SOURCE.streamArn();
        }

        @Override
        public ShardId shard() {
            return SOURCE.shard();
        }

        @Override
        public byte[] json() {
            return FORMAT.write(records);
        }
    }

    private final class Counting implements CompiledFunction {
        @Override
        public String name() {
            return FUNCTION;
        }

        @Override
        public String handler() {
            return "Counting::count";
        }

        @Override
        public Optional<Type> input() {
            return Optional.of(new TypeReference<List<Reading>>() { }.getType());
        }

        @Override
        public CompletionStage<Object> call(Object input, InvocationContext context) {
            for (Object reading : (List<?>) input) {
                received.add(((Reading) reading).sensor().isEmpty() ? 0 : 1);
            }
            return CompletableFuture.completedStage(null);
        }
    }
}
