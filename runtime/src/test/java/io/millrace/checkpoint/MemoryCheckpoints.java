package io.millrace.checkpoint;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Checkpoints in memory for tests; durable at once. */
public final class MemoryCheckpoints implements Checkpoints {

    private final Map<String, Map<String, Checkpoint>> owners = new TreeMap<>();

    @Override
    public synchronized Optional<Checkpoint> get(CheckpointKey key) {
        return Optional.ofNullable(owners.getOrDefault(key.owner(), Map.of()).get(key.place()));
    }

    @Override
    public synchronized Map<String, Checkpoint> ofOwner(String owner) {
        return Map.copyOf(owners.getOrDefault(owner, Map.of()));
    }

    @Override
    public synchronized void put(CheckpointKey key, Checkpoint checkpoint) {
        owners.computeIfAbsent(key.owner(), owner -> new TreeMap<>()).put(key.place(), checkpoint);
    }

    @Override
    public synchronized void removeOwner(String owner) {
        owners.remove(owner);
    }

    @Override
    public CompletionStage<Void> flush() {
        return CompletableFuture.completedStage(null);
    }
}
