package io.millrace.checkpoint.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.checkpoint.Checkpoint;
import io.millrace.checkpoint.CheckpointKey;
import io.millrace.checkpoint.Checkpoints;
import io.millrace.checkpoint.CheckpointsContractTest;
import io.millrace.disk.FileDisk;
import io.millrace.journal.DiskReserve;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalCheckpointsContractTest extends CheckpointsContractTest {

    @TempDir
    Path directory;
    private LocalCheckpoints checkpoints;

    @Override
    protected Checkpoints newCheckpoints() throws IOException {
        checkpoints = open(CheckpointSettings.defaults());
        return checkpoints;
    }

    private LocalCheckpoints open(CheckpointSettings settings) throws IOException {
        return LocalCheckpoints.open(new FileDisk(), directory, DiskReserve.NONE, settings);
    }

    @AfterEach
    void closeCheckpoints() throws IOException {
        checkpoints.close();
    }

    @Test
    void aStopWritesThemAll() throws IOException {
        checkpoints.put(new CheckpointKey("a", "1"), new Checkpoint(5, new byte[] {1, 2}));
        checkpoints.put(new CheckpointKey("b", "1"), Checkpoint.at(6));
        checkpoints.removeOwner("b");
        checkpoints.close();
        assertThat(LocalCheckpoints.inspect(new FileDisk(), directory).keySet()).containsExactly("a");
        newCheckpoints();
        assertThat(checkpoints.get(new CheckpointKey("a", "1")).orElseThrow().attributes()).containsExactly(1, 2);
    }

    @Test
    void aPutBeyondABoundIsRefusedAndChangesNothing() throws IOException {
        checkpoints.close();
        checkpoints = open(new CheckpointSettings(Duration.ofMillis(50), 10, 2, 1000));
        CheckpointKey key = new CheckpointKey("a", "1");
        checkpoints.put(key, new Checkpoint(1, new byte[10]));
        assertThatThrownBy(() -> checkpoints.put(new CheckpointKey("a", "2"), new Checkpoint(1, new byte[1]))).isInstanceOf(Checkpoints.CheckpointsFull.class);
        checkpoints.put(new CheckpointKey("a", "2"), Checkpoint.at(1));
        assertThatThrownBy(() -> checkpoints.put(new CheckpointKey("a", "3"), Checkpoint.at(1))).isInstanceOf(Checkpoints.CheckpointsFull.class);
        checkpoints.put(key, new Checkpoint(2, new byte[9]));
        checkpoints.put(new CheckpointKey("a", "2"), new Checkpoint(2, new byte[1]));
        assertThat(checkpoints.ofOwner("a").values()).extracting(Checkpoint::position).containsExactly(2L, 2L);
    }
}
