package io.millrace.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sim.Seeds;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * After a power cut at any moment, on a disk that loses and reorders what was not forced, verify finds what is normal after a
 * crash and no damage: neither the server breaks a promise nor does verify cry wolf. A failing seed is printed; run it alone with
 * {@code -Dmillrace.sim.seed=N}, more of them with {@code -Dmillrace.sim.seeds=20000}.
 */
class CrashVerificationSimTest {

    @Test
    void aCrashLeavesNoDamage() {
        Seeds seeds = Seeds.orUsually(40);
        AtomicLong notes = new AtomicLong();
        seeds.play(seed -> {
            CrashWorld world = new CrashWorld(seed);
            world.run(4);
            notes.addAndGet(world.notes());
        });
        assertThat(notes.get()).as("crashes leave torn tails").isGreaterThan(seeds.isOneAlone() ? -1 : seeds.count() / 2);
    }

    @Test
    void deletionsThatAreNotDurableLeaveNoHoles() throws Exception {
        for (long seed = 0; seed < 30; seed++) {
            new CrashWorld(seed).runFailingDeletions();
        }
    }

    @Test
    void aCheckpointThatLeadsIsFoundAfterACrash() throws Exception {
        int found = 0;
        for (long seed = 0; seed < 10; seed++) {
            CrashWorld world = new CrashWorld(seed);
            world.checkpointsLead = true;
            try {
                world.run(4);
            } catch (AssertionError e) {
                assertThat(e).hasMessageContaining("records that were finished are gone");
                found++;
            }
        }
        assertThat(found).isPositive();
    }
}
