package io.millrace.stream.log;

import io.millrace.checkpoint.Checkpoint;
import io.millrace.checkpoint.CheckpointKey;
import io.millrace.checkpoint.Checkpoints;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Checkpoints of which a crash loses those put last since the last flush, or some of them. */
public final class CrashCheckpoints implements Checkpoints {

    private final Random random;
    private final List<Consumer<Map<CheckpointKey, Checkpoint>>> unflushed = new ArrayList<>();
    private Map<CheckpointKey, Checkpoint> durable = new HashMap<>();
    private Map<CheckpointKey, Checkpoint> current = new HashMap<>();
    /** Planted fault: durable ends are this much too far. */
    long markAheadBytes;

    public CrashCheckpoints(Random random) {
        this.random = random;
    }

    public synchronized void crash() {
        int kept = random.nextInt(unflushed.size() + 1);
        unflushed.subList(0, kept).forEach(change -> change.accept(durable));
        unflushed.clear();
        current = new HashMap<>(durable);
    }

    private void change(Consumer<Map<CheckpointKey, Checkpoint>> change) {
        change.accept(current);
        unflushed.add(change);
    }

    @Override
    public synchronized Optional<Checkpoint> get(CheckpointKey key) {
        return Optional.ofNullable(current.get(key));
    }

    @Override
    public synchronized Map<String, Checkpoint> ofOwner(String owner) {
        Map<String, Checkpoint> found = new HashMap<>();
        current.forEach((key, checkpoint) -> {
            if (key.owner().equals(owner)) {
                found.put(key.place(), checkpoint);
            }
        });
        return found;
    }

    @Override
    public synchronized void put(CheckpointKey key, Checkpoint checkpoint) {
        Checkpoint put = markAheadBytes > 0 && key.place().startsWith("end/")
                ? new Checkpoint(checkpoint.position() + markAheadBytes, checkpoint.attributes()) : checkpoint;
        change(map -> map.put(key, put));
    }

    @Override
    public synchronized void removeOwner(String owner) {
        change(map -> map.keySet().removeIf(key -> key.owner().equals(owner)));
    }

    @Override
    public synchronized CompletionStage<Void> flush() {
        unflushed.forEach(change -> change.accept(durable));
        unflushed.clear();
        return CompletableFuture.completedFuture(null);
    }
}
