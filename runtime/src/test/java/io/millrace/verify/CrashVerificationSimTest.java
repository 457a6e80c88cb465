package io.millrace.verify;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * After a power cut at any moment, on a disk that loses and reorders what was not forced, verify finds what is normal after a
 * crash and no damage: neither the server breaks a promise nor does verify cry wolf. A failing seed is printed; run it alone with
 * {@code -Dmillrace.sim.seed=N}, more of them with {@code -Dmillrace.sim.seeds=20000}.
 */
class CrashVerificationSimTest {

    @Test
    void aCrashLeavesNoDamage() {
        Long only = Long.getLong("millrace.sim.seed");
        long first = only == null ? 0 : only;
        long seeds = only == null ? Long.getLong("millrace.sim.seeds", 40L) : 1;
        long notes = 0;
        for (long seed = first; seed < first + seeds; seed++) {
            try {
                CrashWorld world = new CrashWorld(seed);
                world.run(4);
                notes += world.notes();
            } catch (Exception | AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
        assertThat(notes).as("crashes leave torn tails").isGreaterThan(only == null ? seeds / 2 : -1);
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
