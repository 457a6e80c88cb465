package io.millrace.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import io.millrace.clock.Clock;
import io.millrace.process.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class OpenRoomsTest {

    @Test
    void closesInReverseOrderWhateverFailsOnTheWay() {
        List<String> closed = new ArrayList<>();
        OpenRooms rooms = new OpenRooms();
        AutoCloseable first = rooms.add("first", () -> closed.add("first"));
        rooms.add("second", () -> {
            closed.add("second");
            throw new IllegalStateException("will not");
        });
        rooms.add("third", () -> closed.add("third"));

        rooms.close();
        rooms.close();

        assertThat(first).isNotNull();
        assertThat(closed).containsExactly("third", "second", "first");
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aStopLeavesBehindWhatHangsAndClosesTheRest() {
        CountDownLatch never = new CountDownLatch(1);
        List<String> closed = new CopyOnWriteArrayList<>();
        StopSteps steps = new StopSteps();
        OpenRooms rooms = new OpenRooms(), inner = new OpenRooms();
        rooms.addGuard("lock", () -> closed.add("lock"));
        rooms.add("log", () -> closed.add("log"));
        rooms.add("inner", inner);
        inner.add("checkpoints", () -> closed.add("checkpoints"));
        inner.add("disk", never::await);
        rooms.add("failing", () -> {
            closed.add("failing");
            throw new IllegalStateException("will not");
        });

        rooms.close(steps, () -> Duration.ofMillis(400));

        assertThat(closed).as("the lock keeps others out while something hangs").containsExactly("failing", "checkpoints", "log");
        assertThat(steps.hanging()).containsExactly("disk");
        never.countDown();
        Await.until(Duration.ofSeconds(20), () -> steps.hanging().isEmpty(), () -> "it has ended");
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void roomsThatAllHangTakeNoMoreThanThereIs() {
        CountDownLatch never = new CountDownLatch(1);
        StopSteps steps = new StopSteps();
        OpenRooms rooms = new OpenRooms();
        for (int room = 0; room < 40; room++) {
            rooms.add("room " + room, never::await);
        }
        List<Duration> asked = new ArrayList<>();
        long begun = Clock.SYSTEM.nanos();
        Duration all = Duration.ofSeconds(1);

        rooms.close(steps, () -> {
            Duration left = all.minusNanos(Clock.SYSTEM.nanos() - begun);
            asked.add(left);
            return left.isNegative() ? Duration.ZERO : left;
        });

        assertThat(steps.hanging()).hasSize(40);
        assertThat(asked.subList(0, 4)).as("the first ones leave time to those behind them").allSatisfy(left -> assertThat(left).isPositive());
        never.countDown();
    }

    @Test
    void withNothingThatHangsTheGuardIsClosedLast() {
        List<String> closed = new CopyOnWriteArrayList<>();
        StopSteps steps = new StopSteps();
        OpenRooms rooms = new OpenRooms();
        rooms.addGuard("lock", () -> closed.add("lock"));
        rooms.add("log", () -> closed.add("log"));

        rooms.close(steps, () -> Duration.ofSeconds(20));

        assertThat(closed).containsExactly("log", "lock");
        assertThat(steps.hanging()).isEmpty();
    }
}
