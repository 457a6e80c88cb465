package io.millrace.trigger;

import static io.millrace.trigger.Records.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.stream.Position;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Retry policy and watermark. */
class DecisionsTest {

    private static RetryPolicy policy(int retries) {
        return new RetryPolicy(retries, Duration.ofMillis(100), Duration.ofSeconds(5), new SplittableRandom(1));
    }

    @Test
    void retriesAreCountedWithoutTheFirstAttempt() {
        assertThat(policy(0).isExhausted(1)).isTrue();
        assertThat(policy(2).isExhausted(2)).isFalse();
        assertThat(policy(2).isExhausted(3)).isTrue();
        assertThat(policy(RetryPolicy.INFINITE).isExhausted(Integer.MAX_VALUE)).isFalse();
    }

    @Test
    void waitsDoubleWithinHalfAndWholeAndEndAtTheLongest() {
        RetryPolicy policy = policy(RetryPolicy.INFINITE);
        long bound = Duration.ofMillis(100).toNanos();
        for (int failures = 1; failures < 1_000; failures++) {
            assertThat(policy.waitNanos(failures)).isBetween(bound / 2, bound);
            bound = Math.min(bound * 2, Duration.ofSeconds(5).toNanos());
        }
        assertThat(policy.waitNanos(Integer.MAX_VALUE)).isBetween(bound / 2, bound);
    }

    @Test
    void aThrottledLaneComesBackWhenItWasTold() {
        RetryPolicy policy = policy(0);
        assertThat(policy.throttledNanos(Duration.ofMillis(40))).isBetween(40_000_000L, 50_000_000L);
        assertThat(policy.throttledNanos(Duration.ofHours(1))).isBetween(5_000_000_000L, 6_250_000_000L);
        assertThat(policy.throttledNanos(Duration.ZERO)).isPositive();
    }

    @Test
    void theWatermarkPassesTheUnbrokenRunOnly() {
        Watermark watermark = new Watermark(Position.START);
        Batch first = new Batch(run(0, 3));
        Batch second = new Batch(run(3, 2));
        Batch third = new Batch(run(10, 1));
        watermark.opened(first);
        watermark.opened(second);
        watermark.opened(third);
        assertThat(watermark.finished(second)).isEqualTo(Position.START);
        assertThat(watermark.finished(first)).isEqualTo(Position.of(1, 5));
        assertThat(watermark.finished(third)).isEqualTo(Position.of(1, 11));
        assertThat(watermark.isIdle()).isTrue();
    }

    @Test
    void theHalvesOfABatchStandInItsPlace() {
        Watermark watermark = new Watermark(Position.START);
        Batch whole = new Batch(run(0, 3));
        Batch behind = new Batch(run(3, 1));
        watermark.opened(whole);
        watermark.opened(behind);
        List<Batch> halves = whole.halves();
        assertThat(halves).extracting(half -> half.records().size()).containsExactly(1, 2);
        watermark.replaced(whole, halves);
        assertThat(watermark.finished(behind)).isEqualTo(Position.START);
        assertThat(watermark.finished(halves.getFirst())).isEqualTo(Position.of(1, 1));
        assertThat(watermark.finished(halves.getLast())).isEqualTo(Position.of(1, 4));
    }

    @Test
    void batchesAreOpenedInOrderAndFinishedOnce() {
        Watermark watermark = new Watermark(Position.of(1, 4));
        assertThatThrownBy(() -> watermark.opened(new Batch(run(3, 1)))).isInstanceOf(IllegalStateException.class);
        Batch batch = new Batch(run(4, 1));
        watermark.opened(batch);
        watermark.finished(batch);
        assertThatThrownBy(() -> watermark.finished(batch)).isInstanceOf(IllegalStateException.class);
    }
}
