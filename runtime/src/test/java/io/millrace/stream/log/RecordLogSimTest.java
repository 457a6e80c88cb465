package io.millrace.stream.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/**
 * The record log on a disk that loses and reorders what was not forced, fails writes and forces, and runs full, under seeded
 * worlds. A failing seed is printed; run it alone with {@code -Dmillrace.sim.seed=N}, more of them with
 * {@code -Dmillrace.sim.seeds=20000}.
 */
class RecordLogSimTest {

    private static final int STEPS = 300;

    @Test
    void whatIsAcknowledgedSurvivesWhateverTheDiskDoes() {
        Long only = Long.getLong("millrace.sim.seed");
        long first = only == null ? 0 : only;
        long seeds = only == null ? Long.getLong("millrace.sim.seeds", 200L) : 1;
        long acknowledged = 0;
        long fences = 0;
        for (long seed = first; seed < first + seeds; seed++) {
            LogWorld world = new LogWorld(seed);
            run(seed, world);
            acknowledged += world.acknowledgedRecords();
            fences += world.fences();
        }
        assertThat(acknowledged).as("a world in which nothing is acknowledged proves nothing").isGreaterThan(50 * seeds);
        assertThat(fences).isGreaterThan(seeds > 10 ? seeds / 10 : -1);
    }

    private static void run(long seed, LogWorld world) {
        try {
            world.run(STEPS);
        } catch (Exception | AssertionError e) {
            throw new AssertionError("seed " + seed, e);
        }
    }

    @Test
    void aForceThatIsSkippedIsNoticed() {
        assertThatThrownBy(() -> runUntilNoticed(world -> world.disk = new ForgetfulDisk(world.disk))).isInstanceOf(AssertionError.class);
    }

    @Test
    void aMarkThatIsWrittenTooEarlyIsNoticed() {
        assertThatThrownBy(() -> runUntilNoticed(world -> world.checkpoints.markAheadBytes = 200)).isInstanceOf(AssertionError.class);
    }

    private static void runUntilNoticed(java.util.function.Consumer<LogWorld> plant) {
        for (long seed = 0; seed < 50; seed++) {
            LogWorld world = new LogWorld(seed);
            plant.accept(world);
            run(seed, world);
        }
    }
}
