package io.millrace.trigger;

import static io.millrace.trigger.Records.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.stream.ReadLimit;
import io.millrace.stream.StreamRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LaneWindowTest {

    private static final int FLOOR = 64 * 1024;
    private static final int MOST = 4 * 1024 * 1024;

    @Test
    void atTheTailALaneAsksForItsFloorOnly() {
        WindowBudget budget = new WindowBudget(MOST);
        LaneWindow window = new LaneWindow(budget, FLOOR, MOST, 1_000);
        assertThat(window.admit(true).orElseThrow().bytes()).isLessThanOrEqualTo(FLOOR);
        assertThat(budget.takenBytes()).isZero();
    }

    @Test
    void withABacklogItGetsMoreAndGivesItBack() {
        WindowBudget budget = new WindowBudget(MOST);
        LaneWindow window = new LaneWindow(budget, FLOOR, MOST, 1_000);
        ReadLimit limit = window.admit(false).orElseThrow();
        assertThat(limit.bytes()).isGreaterThan(512 * 1024);
        List<StreamRecord> records = List.of(record(0, limit.bytes() - 1));
        window.arrived(records);
        assertThat(budget.takenBytes()).isPositive();
        window.finished(new Batch(records));
        assertThat(budget.takenBytes()).isZero();
        assertThat(window.heldBytes()).isZero();
    }

    @Test
    void recordsAreBoundedToo() {
        LaneWindow window = new LaneWindow(new WindowBudget(MOST), FLOOR, MOST, 3);
        assertThat(window.admit(false).orElseThrow().records()).isEqualTo(3);
        window.arrived(Records.run(0, 3));
        assertThat(window.admit(false)).isEmpty();
    }

    /** Whatever lanes do: together they take no more than there is, each can always read one record, and all comes back. */
    @Test
    void theBudgetHoldsAndNobodyStarves() {
        SplittableRandom random = new SplittableRandom(7);
        WindowBudget budget = new WindowBudget(MOST);
        List<LaneWindow> windows = new ArrayList<>();
        List<List<StreamRecord>> held = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            windows.add(new LaneWindow(budget, FLOOR, MOST, 500));
            held.add(new ArrayList<>());
        }
        for (int step = 0; step < 20_000; step++) {
            int lane = random.nextInt(windows.size());
            LaneWindow window = windows.get(lane);
            if (random.nextBoolean()) {
                window.admit(random.nextBoolean()).ifPresent(limit -> {
                    List<StreamRecord> records = List.of(record(0, random.nextInt(limit.bytes())));
                    window.arrived(records);
                    held.get(lane).addAll(records);
                });
            } else if (!held.get(lane).isEmpty()) {
                window.finished(new Batch(held.get(lane)));
                held.get(lane).clear();
                assertThat(window.admit(false)).isPresent();
                window.readFailed();
            }
            assertThat(budget.takenBytes()).isBetween(0L, (long) MOST);
        }
        windows.forEach(LaneWindow::close);
        assertThat(budget.takenBytes()).isZero();
    }
}
