package io.millrace.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link Checkpoints} does. */
public abstract class CheckpointsContractTest {

    private static final CheckpointKey KEY = new CheckpointKey("mapping/a", "1/0");
    private Checkpoints checkpoints;

    protected abstract Checkpoints newCheckpoints() throws Exception;

    @BeforeEach
    void openCheckpoints() throws Exception {
        checkpoints = newCheckpoints();
    }

    @Test
    void theLastPutIsSeenAtOnce() {
        assertThat(checkpoints.get(KEY)).isEmpty();
        checkpoints.put(KEY, Checkpoint.at(1));
        checkpoints.put(KEY, new Checkpoint(2, new byte[] {7}));
        assertThat(checkpoints.get(KEY).orElseThrow().position()).isEqualTo(2);
        assertThat(checkpoints.get(KEY).orElseThrow().attributes()).containsExactly(7);
    }

    @Test
    void ownersAreApart() {
        checkpoints.put(KEY, Checkpoint.at(1));
        checkpoints.put(new CheckpointKey("mapping/a", "1/1"), Checkpoint.at(2));
        checkpoints.put(new CheckpointKey("mapping/ab", "1/0"), Checkpoint.at(3));
        assertThat(checkpoints.ofOwner("mapping/a")).hasSize(2).hasEntrySatisfying("1/1", checkpoint -> assertThat(checkpoint.position()).isEqualTo(2));
        checkpoints.removeOwner("mapping/a");
        assertThat(checkpoints.ofOwner("mapping/a")).isEqualTo(Map.of());
        assertThat(checkpoints.get(KEY)).isEmpty();
        assertThat(checkpoints.ofOwner("mapping/ab")).hasSize(1);
    }

    @Test
    void aFlushCompletes() throws Exception {
        checkpoints.put(KEY, Checkpoint.at(1));
        checkpoints.flush().toCompletableFuture().get(10, TimeUnit.SECONDS);
        checkpoints.flush().toCompletableFuture().get(10, TimeUnit.SECONDS);
        assertThat(checkpoints.get(KEY)).isPresent();
    }

    @Test
    void attributesAreBounded() {
        assertThatThrownBy(() -> new Checkpoint(1, new byte[Checkpoint.ATTRIBUTES_BYTES_MAX + 1])).isInstanceOf(IllegalArgumentException.class);
        checkpoints.put(KEY, new Checkpoint(1, new byte[Checkpoint.ATTRIBUTES_BYTES_MAX]));
        assertThat(checkpoints.get(KEY).orElseThrow().attributes()).hasSize(Checkpoint.ATTRIBUTES_BYTES_MAX);
    }
}
