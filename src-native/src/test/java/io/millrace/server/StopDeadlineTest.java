package io.millrace.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import io.millrace.clock.ManualClock;
import org.junit.jupiter.api.Test;

class StopDeadlineTest {

    private final ManualClock clock = new ManualClock(0);
    private final StopDeadline deadline = new StopDeadline(clock);

    @Test
    void eachPartOfTheStopTakesWhatTheOnesBeforeItHaveLeft() {
        deadline.allow(Duration.ofSeconds(10));
        clock.advance(Duration.ofHours(1));
        deadline.begin();

        assertThat(deadline.leftForWork()).as("functions have all of theirs, and checkpoints some").isGreaterThan(Duration.ofSeconds(10));
        Duration work = deadline.leftForWork();
        clock.advance(work);
        assertThat(deadline.leftForWork()).isZero();
        clock.advance(Duration.ofSeconds(5));
        assertThat(deadline.leftForRooms()).as("behind the requests under way").isGreaterThan(Duration.ofSeconds(3));
        clock.advance(deadline.leftForRooms());
        assertThat(deadline.left()).as("for the process").isPositive();
        clock.advance(deadline.left());
        assertThat(deadline.left()).isZero();
        assertThat(deadline.bound()).isEqualTo(Duration.ofSeconds(25)).isEqualTo(Duration.ofNanos(clock.nanos()).minusHours(1));
        clock.advance(Duration.ofHours(1));
        assertThat(deadline.left()).isZero();
    }

    @Test
    void theFirstTimeItIsAskedForCounts() {
        deadline.begin();
        clock.advance(Duration.ofSeconds(20));
        deadline.begin();

        assertThat(deadline.left()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void functionsThatGetNoTimeLeaveSomeToTheCheckpoints() {
        deadline.allow(Duration.ZERO);
        deadline.begin();

        assertThat(deadline.leftForWork()).isPositive();
        assertThat(deadline.bound()).isEqualTo(Duration.ofSeconds(15));
    }
}
