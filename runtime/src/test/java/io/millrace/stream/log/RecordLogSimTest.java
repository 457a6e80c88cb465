package io.millrace.stream.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.sim.Seeds;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
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
        Seeds seeds = Seeds.orUsually(200);
        AtomicLong acknowledged = new AtomicLong();
        AtomicLong fences = new AtomicLong();
        seeds.play(seed -> {
            LogWorld world = new LogWorld(seed);
            world.run(STEPS);
            acknowledged.addAndGet(world.acknowledgedRecords());
            fences.addAndGet(world.fences());
        });
        assertThat(acknowledged.get()).as("a world in which nothing is acknowledged proves nothing").isGreaterThan(50 * seeds.count());
        assertThat(fences.get()).isGreaterThan(seeds.count() > 10 ? seeds.count() / 10 : -1);
    }

    @Test
    void aForceThatIsSkippedIsNoticed() {
        assertThatThrownBy(() -> runUntilNoticed(world -> world.disk = new ForgetfulDisk(world.disk))).isInstanceOf(AssertionError.class);
    }

    @Test
    void aMarkThatIsWrittenTooEarlyIsNoticed() {
        assertThatThrownBy(() -> runUntilNoticed(world -> world.checkpoints.markAheadBytes = 200)).isInstanceOf(AssertionError.class);
    }

    private static void runUntilNoticed(Consumer<LogWorld> plant) {
        Seeds.first(50).play(seed -> {
            LogWorld world = new LogWorld(seed);
            plant.accept(world);
            world.run(STEPS);
        });
    }
}
