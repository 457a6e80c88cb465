package io.millrace.checkpoint.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.checkpoint.Checkpoint;
import io.millrace.checkpoint.CheckpointKey;
import io.millrace.disk.SimulatedDisk;
import io.millrace.journal.DiskReserve;
import io.millrace.sim.Seeds;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * Checkpoints on a disk that loses power, fails and fills up. After every restart each one is a value that was put: not
 * older than at the last completed flush, not newer than the last put. Positions rise, so older and newer can be told.
 */
class LocalCheckpointsSimTest {

    private static final Path DIRECTORY = Path.of("/simulated/checkpoints");

    @Test
    void neverAheadAndNeverBehindTheLastFlush() {
        Seeds.orUsually(200).play(seed -> new World(seed).run());
    }

    private static final class World {
        private final Random random;
        private final SimulatedDisk disk = new SimulatedDisk();
        private final Map<CheckpointKey, Long> flushed = new HashMap<>();
        private final Map<CheckpointKey, Long> put = new HashMap<>();
        private final Map<CheckpointKey, Long> newest = new HashMap<>();
        private final Map<String, Long> removedAt = new TreeMap<>();
        private final Map<String, Long> removalFlushed = new TreeMap<>();
        private long position;

        World(long seed) {
            random = new Random(seed * 6151);
        }

        void run() throws IOException {
            for (int round = 0; round < 8; round++) {
                LocalCheckpoints checkpoints = LocalCheckpoints.open(disk, DIRECTORY, DiskReserve.NONE,
                        new CheckpointSettings(Duration.ZERO, 10_000, 100, 500), Optional.empty());
                check(checkpoints);
                work(checkpoints);
                disk.faults().clear();
                disk.capacity(Long.MAX_VALUE);
                switch (random.nextInt(3)) {
                    case 0 -> {
                        checkpoints.close();
                        nowFlushed();
                    }
                    case 1 -> disk.kill();
                    default -> disk.crash(random);
                }
            }
        }

        private void check(LocalCheckpoints checkpoints) {
            for (int owner = 0; owner < 2; owner++) {
                for (int place = 0; place < 3; place++) {
                    CheckpointKey key = new CheckpointKey("owner" + owner, "" + place);
                    Optional<Checkpoint> found = checkpoints.get(key);
                    long removed = removedAt.getOrDefault(key.owner(), 0L);
                    long least = flushed.getOrDefault(key, 0L);
                    if (found.isEmpty()) {
                        assertThat(least).as("%s was flushed", key).isLessThanOrEqualTo(removed);
                    } else {
                        long at = found.get().position();
                        assertThat(at).isBetween(least, newest.getOrDefault(key, 0L)).isGreaterThan(removalFlushed.getOrDefault(key.owner(), 0L));
                        assertThat(found.get().attributes()).hasSize((int) (at % 50));
                    }
                    found.ifPresentOrElse(checkpoint -> newest.put(key, checkpoint.position()), () -> newest.remove(key));
                    found.ifPresentOrElse(checkpoint -> put.put(key, checkpoint.position()), () -> put.remove(key));
                    found.ifPresentOrElse(checkpoint -> flushed.put(key, checkpoint.position()), () -> flushed.remove(key));
                }
            }
            removedAt.clear();
            removedAt.putAll(removalFlushed);
        }

        private void nowFlushed() {
            flushed.clear();
            flushed.putAll(put);
            removalFlushed.putAll(removedAt);
        }

        private void work(LocalCheckpoints checkpoints) {
            for (int step = random.nextInt(20); step > 0; step--) {
                plantFault();
                int choice = random.nextInt(10);
                if (choice < 6) {
                    CheckpointKey key = new CheckpointKey("owner" + random.nextInt(2), "" + random.nextInt(3));
                    position++;
                    checkpoints.put(key, new Checkpoint(position, new byte[(int) (position % 50)]));
                    put.put(key, position);
                    newest.put(key, position);
                } else if (choice < 7) {
                    String owner = "owner" + random.nextInt(2);
                    checkpoints.removeOwner(owner);
                    removedAt.put(owner, position);
                    put.keySet().removeIf(key -> key.owner().equals(owner));
                } else {
                    CompletableFuture<Void> done = checkpoints.flush().toCompletableFuture();
                    checkpoints.step();
                    if (!done.isCompletedExceptionally()) {
                        nowFlushed();
                    }
                }
            }
        }

        private void plantFault() {
            switch (random.nextInt(15)) {
                case 0 -> disk.faults().failForce(random.nextInt(3));
                case 3 -> disk.faults().failForceFull(random.nextInt(3));
                case 1 -> disk.faults().failWrite(random.nextInt(3), random.nextInt(100));
                case 2 -> disk.capacity(random.nextInt(3000));
                default -> disk.capacity(Long.MAX_VALUE);
            }
        }
    }
}
