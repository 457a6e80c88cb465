package io.millrace.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sim.Seeds;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Order, at least once, exact resuming and checkpoints that never lead, through failures and crashes of a {@link World}.
 * More seeds: {@code -Dmillrace.sim.seeds=20000}; one alone: {@code -Dmillrace.sim.seed=17}.
 */
class TriggerSimTest {

    private static final int EVENTS = 3_000;
    private static final int SEEDS_FOR_A_FAULT = 20;

    @Test
    void everyRecordReachesTheFunctionInOrderThroughFailuresAndCrashes() {
        AtomicInteger crashes = new AtomicInteger();
        Seeds.orUsually(200).play(seed -> {
            World world = new World(seed, Fault.NONE);
            world.play(EVENTS);
            crashes.addAndGet(world.crashes());
        });
        assertThat(crashes.get()).isPositive();
    }

    @ParameterizedTest
    @EnumSource(value = Fault.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void aPlantedFaultIsCaught(Fault fault) {
        int caught = 0;
        for (long seed = 0; seed < SEEDS_FOR_A_FAULT; seed++) {
            try {
                new World(seed, fault).play(EVENTS);
            } catch (AssertionError | IllegalStateException expected) {
                caught++;
            }
        }
        assertThat(caught).as("seeds that caught " + fault).isGreaterThan(SEEDS_FOR_A_FAULT / 2);
    }
}
