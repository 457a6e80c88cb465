package io.millrace.firehose.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class InputHoldsTest {

    @Test
    void nothingIsHeldAtFirst() {
        assertThat(new InputHolds().from(0)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void isHeldUntilItsOutcomesAreTrimmed() {
        InputHolds holds = new InputHolds();
        holds.add(0, 1L << 40);
        holds.add(7, (2L << 40) + 3);
        assertThat(holds.from(0)).isZero();
        assertThat(holds.from((1L << 40) - 1)).isZero();
        assertThat(holds.from(1L << 40)).isEqualTo(7);
        assertThat(holds.from((2L << 40) + 3)).isEqualTo(Long.MAX_VALUE);
    }

    /** Beside a map of all that was added: never later than that says, and at most a span of outcomes earlier. */
    @Test
    void isCoarseToTheSafeSide() {
        InputHolds holds = new InputHolds();
        TreeMap<Long, Long> exact = new TreeMap<>();
        SplittableRandom random = new SplittableRandom(4);
        long source = 0, end = 0, trimmed = 0;
        for (int i = 0; i < 20_000; i++) {
            end += 1 + random.nextInt(3_000);
            holds.add(source, end);
            exact.put(end, source);
            source += 1 + random.nextInt(3_000);
            trimmed = Math.max(trimmed, end - random.nextInt(200_000));
            exact.headMap(trimmed, true).clear();
            long from = holds.from(trimmed);
            if (!exact.isEmpty()) {
                assertThat(from).isBetween(exact.firstEntry().getValue() - 3_000L * 16_384, exact.firstEntry().getValue());
            }
        }
        assertThat(holds.from(end)).isEqualTo(Long.MAX_VALUE);
    }
}
