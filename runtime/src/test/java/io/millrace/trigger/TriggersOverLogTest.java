package io.millrace.trigger;

import io.millrace.checkpoint.MemoryCheckpoints;
import io.millrace.catalog.MemoryCatalog;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.clock.Clock;
import io.millrace.disk.FileDisk;
import io.millrace.identity.Identity;
import io.millrace.invoke.Invoker;
import io.millrace.invoke.Outcome;
import io.millrace.kinesis.SequenceNumber;
import io.millrace.process.Await;
import io.millrace.stream.RecordBatch;
import io.millrace.stream.StreamDescription;
import io.millrace.stream.log.LocalRecordStore;
import io.millrace.stream.log.block.LogSettings;
import io.millrace.stream.log.block.LogThreads;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Triggers over the real log in files, with a stop in the middle. */
class TriggersOverLogTest {

    private static final int SHARDS = 2;
    private static final int APPENDS = 400;
    private static final int RECORDS = 10;

    @TempDir
    Path directory;

    private final StreamDescription stream = PlainDirectory.stream(1, SHARDS);
    private final MemoryCatalog catalog = new MemoryCatalog();
    private final PlainDirectory streams = new PlainDirectory();
    private final MemoryCheckpoints checkpoints = new MemoryCheckpoints();
    private final Recorder function = new Recorder();
    private LocalRecordStore store;
    private Triggers triggers;

    /** Answers from another thread and remembers what came. */
    private static final class Recorder implements Invoker {
        private static final Pattern EVENT_ID = Pattern.compile("\"eventID\":\"shardId-\\d{12}:(\\d{56})\"");
        private final Map<Integer, ConcurrentLinkedQueue<Long>> seen = new ConcurrentHashMap<>();
        private final Executor answers = Executors.newVirtualThreadPerTaskExecutor();

        @Override
        public boolean isInvocable(String functionName) {
            return true;
        }

        @Override
        public CompletionStage<Outcome> invoke(String functionName, byte[] payload, String fairness) {
            return CompletableFuture.supplyAsync(() -> {
                Matcher matcher = EVENT_ID.matcher(new String(payload, StandardCharsets.UTF_8));
                while (matcher.find()) {
                    SequenceNumber number = SequenceNumber.parse(matcher.group(1)).orElseThrow();
                    seen.computeIfAbsent(number.shard().index(), shard -> new ConcurrentLinkedQueue<>()).add(number.position().value());
                }
                return new Outcome.Done(new byte[0], Duration.ZERO);
            }, answers);
        }

        int distinct() {
            return seen.values().stream().mapToInt(positions -> new LinkedHashSet<>(positions).size()).sum();
        }
    }

    private void open(int epoch) throws IOException {
        LogSettings settings = LogSettings.defaults().withBudgets(8 << 20, 1 << 20, 0);
        store = LocalRecordStore.open(directory, epoch, Map.of(stream.id(), stream.shards()), new FileDisk(), Clock.SYSTEM, checkpoints,
                settings, LogThreads.start(settings), new SimpleMeterRegistry());
        triggers = new Triggers(catalog, streams, store, checkpoints, function, Clock.SYSTEM, new SimpleMeterRegistry(),
                new Identity("000000000000", "us-east-1"), TriggerSettings.defaults());
    }

    private void close() {
        triggers.close();
        store.close();
    }

    private List<CompletableFuture<?>> append(int from, int to) {
        List<CompletableFuture<?>> appends = new ArrayList<>();
        for (int i = from; i < to; i++) {
            RecordBatch batch = new RecordBatch(1024);
            for (int j = 0; j < RECORDS; j++) {
                batch.add(new byte[] {'k'}, ByteBuffer.allocate(50));
            }
            appends.add(store.append(stream.key(stream.shards().get(i % SHARDS)), batch).toCompletableFuture());
        }
        return appends;
    }

    @Test
    void everyRecordArrivesInOrderOverAStopInTheMiddleOfTheWork() throws Exception {
        streams.put(stream);
        open(1);
        store.create(stream.id(), stream.shards()).toCompletableFuture().join();
        triggers.start();
        triggers.mappings().create(new NewMapping("arn:aws:kinesis:us-east-1:000000000000:stream/s1", stream, "f",
                new Mapping.Options(25, Duration.ZERO, -1, false, true), StartingPosition.TRIM_HORIZON, OptionalLong.empty(), Map.of()))
                .toCompletableFuture().join();
        List<CompletableFuture<?>> first = append(0, APPENDS / 2);
        Await.until(Duration.ofSeconds(20), () -> function.distinct() > 0, () -> "an invocation");
        CompletableFuture.allOf(first.toArray(CompletableFuture[]::new)).join();
        close();
        open(2);
        triggers.start();
        CompletableFuture.allOf(append(APPENDS / 2, APPENDS).toArray(CompletableFuture[]::new)).join();
        Await.until(Duration.ofSeconds(20), () -> function.distinct() == APPENDS * RECORDS, () -> "seen " + function.distinct());
        close();
        function.seen.values().forEach(positions -> assertThat(List.copyOf(positions))
                .as("stopped in an orderly way, nothing comes twice").isSorted().doesNotHaveDuplicates());
    }
}
