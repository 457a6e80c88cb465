package io.millrace.functions.mapping;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.checkpoint.Checkpoint;
import io.millrace.checkpoint.CheckpointKey;
import io.millrace.checkpoint.Checkpoints;
import io.millrace.clock.Clock;
import io.millrace.identity.Identity;
import io.millrace.invoke.Invoker;
import io.millrace.invoke.Outcome;
import io.millrace.stream.MemoryRecordStore;
import io.millrace.stream.StreamDescription;
import io.millrace.catalog.MemoryCatalog;
import io.millrace.trigger.PlainDirectory;
import io.millrace.trigger.TriggerSettings;
import io.millrace.trigger.Triggers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The API over real triggers on twins: streams s1 (two shards), functions f and g, which answer at once. */
final class MappingWorld implements AutoCloseable {

    static final String STREAM_ARN = "arn:aws:kinesis:us-east-1:000000000000:stream/s1";
    private static final Identity IDENTITY = new Identity("000000000000", "us-east-1");

    final MemoryRecordStore store = new MemoryRecordStore(Clock.SYSTEM);
    final StreamDescription stream = PlainDirectory.stream(1, 2);
    final MappingApi api;
    private final Triggers triggers;

    MappingWorld() {
        PlainDirectory directory = new PlainDirectory();
        store.create(stream.id(), stream.shards()).toCompletableFuture().join();
        directory.put(stream);
        triggers = new Triggers(new MemoryCatalog(), directory, store, new NoCheckpoints(), new Obedient(), Clock.SYSTEM,
                new SimpleMeterRegistry(), IDENTITY, TriggerSettings.defaults());
        triggers.start();
        api = new MappingApi(triggers.mappings(), directory, Set.of("f", "g")::contains, IDENTITY);
    }

    @Override
    public void close() {
        triggers.close();
        store.close();
    }

    private static final class Obedient implements Invoker {
        @Override
        public boolean isInvocable(String functionName) {
            return true;
        }

        @Override
        public CompletionStage<Outcome> invoke(String functionName, byte[] payload, String fairness) {
            return CompletableFuture.completedStage(new Outcome.Done(new byte[0], Duration.ZERO));
        }
    }

    private static final class NoCheckpoints implements Checkpoints {
        @Override
        public Optional<Checkpoint> get(CheckpointKey key) {
            return Optional.empty();
        }

        @Override
        public Map<String, Checkpoint> ofOwner(String owner) {
            return Map.of();
        }

        @Override
        public void put(CheckpointKey key, Checkpoint checkpoint) {
        }

        @Override
        public void removeOwner(String owner) {
        }

        @Override
        public CompletionStage<Void> flush() {
            return CompletableFuture.completedStage(null);
        }
    }
}
