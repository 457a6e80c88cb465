package io.millrace.trigger;

import static io.millrace.trigger.Records.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.kinesis.event.KinesisEventFormat;
import io.millrace.trigger.BatchBuilder.Fit;
import io.millrace.trigger.BatchBuilder.Supply;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BatchBuilderTest {

    private static final int FRAME = KinesisEventFormat.frameBytes();

    private static BatchBuilder builder(int records, Duration window, int eventBytes) {
        return new BatchBuilder(new BatchLimits(records, window, eventBytes), record -> record.data().remaining());
    }

    @Test
    void isFullAtItsNumberOfRecords() {
        BatchBuilder builder = builder(2, Duration.ofSeconds(10), 1_000);
        assertThat(builder.offer(record(0, 1), 0)).isEqualTo(Fit.TAKEN);
        assertThat(builder.dueInNanos(5, Supply.TAIL)).isEqualTo(10_000_000_000L - 5);
        assertThat(builder.offer(record(1, 1), 5)).isEqualTo(Fit.TAKEN);
        assertThat(builder.dueInNanos(5, Supply.MORE)).isZero();
        assertThat(builder.offer(record(2, 1), 5)).isEqualTo(Fit.FULL);
        assertThat(builder.take().records()).hasSize(2);
        assertThat(builder.isEmpty()).isTrue();
    }

    @Test
    void anEventHasExactlyTheMostBytesAndNotOneMore() {
        BatchBuilder builder = builder(10, Duration.ZERO, FRAME + 100 + 1 + 50);
        assertThat(builder.offer(record(0, 100), 0)).isEqualTo(Fit.TAKEN);
        assertThat(builder.offer(record(1, 51), 0)).isEqualTo(Fit.FULL);
        builder.take();
        assertThat(builder.offer(record(0, 100), 0)).isEqualTo(Fit.TAKEN);
        assertThat(builder.offer(record(1, 50), 0)).isEqualTo(Fit.TAKEN);
    }

    @Test
    void aRecordThatNeverFitsIsNamedOnceTheBatchBeforeItIsGone() {
        BatchBuilder builder = builder(10, Duration.ZERO, FRAME + 100);
        assertThat(builder.offer(record(0, 10), 0)).isEqualTo(Fit.TAKEN);
        assertThat(builder.offer(record(1, 101), 0)).isEqualTo(Fit.FULL);
        assertThat(builder.dueInNanos(0, Supply.MORE)).as("what is before it goes out").isZero();
        builder.take();
        assertThat(builder.offer(record(1, 101), 0)).isEqualTo(Fit.TOO_LARGE);
    }

    @Test
    void withoutAWindowItTakesWhatIsBeingReadAndWaitsForNothingElse() {
        BatchBuilder builder = builder(10, Duration.ZERO, 1_000);
        builder.offer(record(0, 1), 0);
        assertThat(builder.dueInNanos(0, Supply.MORE)).isPositive();
        assertThat(builder.dueInNanos(0, Supply.TAIL)).isZero();
        assertThat(builder.dueInNanos(0, Supply.STOPPED)).isZero();
    }

    @Test
    void theWindowBeginsWithTheFirstRecordAndEndsEarlyWhenNothingCanBeRead() {
        BatchBuilder builder = builder(10, Duration.ofNanos(100), 1_000);
        builder.offer(record(0, 1), 50);
        builder.offer(record(1, 1), 120);
        assertThat(builder.dueInNanos(149, Supply.MORE)).isEqualTo(1);
        assertThat(builder.dueInNanos(150, Supply.TAIL)).isZero();
        assertThat(builder.dueInNanos(60, Supply.STOPPED)).isZero();
    }
}
