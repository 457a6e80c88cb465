package io.millrace.video.fragment.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.sim.Seeds;
import io.millrace.stream.log.ForgetfulDisk;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * The fragment store on a disk that loses and reorders what was not forced and fails writes and forces, under seeded worlds: every
 * fragment that was PERSISTED is whole afterwards, and nothing else is listed. A failing seed is printed; run it alone with
 * {@code -Dmillrace.sim.seed=N}.
 */
class FragmentStoreSimTest {

    private static final int STEPS = 300;

    @Test
    void whatIsPersistedIsWholeAndNothingElseIsListed() {
        Seeds seeds = Seeds.orUsually(40);
        AtomicLong persisted = new AtomicLong();
        seeds.play(seed -> {
            FragmentWorld world = new FragmentWorld(seed);
            world.run(STEPS);
            persisted.addAndGet(world.persisted());
        });
        assertThat(persisted.get()).as("a world in which nothing is persisted proves nothing").isGreaterThan(5 * seeds.count());
    }

    @Test
    void aForceThatIsSkippedIsNoticed() {
        assertThatThrownBy(() -> Seeds.first(50).play(seed -> {
            FragmentWorld world = new FragmentWorld(seed);
            world.disk = new ForgetfulDisk(world.disk);
            world.run(STEPS);
        })).isInstanceOf(AssertionError.class);
    }
}
