package io.millrace.trigger;

import io.millrace.checkpoint.Checkpoint;
import io.millrace.checkpoint.CheckpointKey;
import io.millrace.checkpoint.Checkpoints;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;

/** Checkpoints that lose at a crash what was not flushed. */
final class CrashingCheckpoints implements Checkpoints {

    private final Map<CheckpointKey, Checkpoint> put = new HashMap<>();
    private final Map<CheckpointKey, Checkpoint> durable = new HashMap<>();
    private final BiConsumer<CheckpointKey, Checkpoint> watcher;

    /** @param watcher told of each checkpoint put */
    CrashingCheckpoints(BiConsumer<CheckpointKey, Checkpoint> watcher) {
        this.watcher = watcher;
    }

    @Override
    public Optional<Checkpoint> get(CheckpointKey key) {
        return Optional.ofNullable(put.get(key));
    }

    @Override
    public Map<String, Checkpoint> ofOwner(String owner) {
        Map<String, Checkpoint> found = new HashMap<>();
        put.forEach((key, checkpoint) -> {
            if (key.owner().equals(owner)) {
                found.put(key.place(), checkpoint);
            }
        });
        return found;
    }

    @Override
    public void put(CheckpointKey key, Checkpoint checkpoint) {
        watcher.accept(key, checkpoint);
        put.put(key, checkpoint);
    }

    @Override
    public void removeOwner(String owner) {
        put.keySet().removeIf(key -> key.owner().equals(owner));
    }

    @Override
    public CompletionStage<Void> flush() {
        durable.clear();
        durable.putAll(put);
        return CompletableFuture.completedStage(null);
    }

    void crash() {
        put.clear();
        put.putAll(durable);
    }
}
