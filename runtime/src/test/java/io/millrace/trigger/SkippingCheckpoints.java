package io.millrace.trigger;

import io.millrace.checkpoint.Checkpoint;
import io.millrace.checkpoint.CheckpointKey;
import io.millrace.checkpoint.Checkpoints;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The planted fault of passing over the first record behind a checkpoint. */
record SkippingCheckpoints(Checkpoints checkpoints) implements Checkpoints {

    @Override
    public Optional<Checkpoint> get(CheckpointKey key) {
        return checkpoints.get(key).map(checkpoint -> Checkpoint.at(checkpoint.position() + 1));
    }

    @Override
    public Map<String, Checkpoint> ofOwner(String owner) {
        return checkpoints.ofOwner(owner);
    }

    @Override
    public void put(CheckpointKey key, Checkpoint checkpoint) {
        checkpoints.put(key, checkpoint);
    }

    @Override
    public void removeOwner(String owner) {
        checkpoints.removeOwner(owner);
    }

    @Override
    public CompletionStage<Void> flush() {
        return checkpoints.flush();
    }
}
