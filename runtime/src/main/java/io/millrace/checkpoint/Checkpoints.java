package io.millrace.checkpoint;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Checkpoints by key, in a log of their own. Written behind by at most 100 ms and flushed on stop: after a crash a
 * checkpoint may be older than what was put, never newer. Any thread; nothing blocks.
 */
public interface Checkpoints {

    /** The last value put, whether durable yet or not. */
    Optional<Checkpoint> get(CheckpointKey key);

    /** All of an owner's checkpoints by place. */
    Map<String, Checkpoint> ofOwner(String owner);

    /** Replaces the key's checkpoint; throws {@link CheckpointsFull}, changing nothing, where there is no room. */
    void put(CheckpointKey key, Checkpoint checkpoint);

    /** Forgets all of an owner's checkpoints. */
    void removeOwner(String owner);

    /** Completes when everything put before the call is durable; fails when the disk refuses. */
    CompletionStage<Void> flush();

    /** The bound on checkpoints or on their attributes is reached. */
    final class CheckpointsFull extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public CheckpointsFull(String message) {
            super(message);
        }
    }
}
