package io.millrace.bench;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import io.millrace.checkpoint.Checkpoint;
import io.millrace.checkpoint.CheckpointKey;
import io.millrace.checkpoint.Checkpoints;

/** Checkpoints that cost nothing and end with the process. */
final class MemoryCheckpoints implements Checkpoints {

    private final Map<CheckpointKey, Checkpoint> kept = new ConcurrentHashMap<>();

    @Override
    public Optional<Checkpoint> get(CheckpointKey key) {
        return Optional.ofNullable(kept.get(key));
    }

    @Override
    public Map<String, Checkpoint> ofOwner(String owner) {
        return kept.entrySet().stream().filter(entry -> entry.getKey().owner().equals(owner))
                .collect(Collectors.toMap(entry -> entry.getKey().place(), Map.Entry::getValue));
    }

    @Override
    public void put(CheckpointKey key, Checkpoint checkpoint) {
        kept.put(key, checkpoint);
    }

    @Override
    public void removeOwner(String owner) {
        kept.keySet().removeIf(key -> key.owner().equals(owner));
    }

    @Override
    public CompletionStage<Void> flush() {
        return CompletableFuture.completedStage(null);
    }
}
