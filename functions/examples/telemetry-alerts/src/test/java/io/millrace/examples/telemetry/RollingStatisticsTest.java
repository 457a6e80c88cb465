package io.millrace.examples.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;

import org.junit.jupiter.api.Test;

class RollingStatisticsTest {

    @Test
    void findsMeanAndDeviationOfASteadySeries() {
        RollingStatistics statistics = new RollingStatistics();
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            statistics.add(10 + 2 * random.nextGaussian());
        }

        assertThat(statistics.mean()).isCloseTo(10, within(0.6));
        assertThat(statistics.deviation()).isCloseTo(2, within(0.5));
    }

    @Test
    void isThePlainMeanWhileItIsCold() {
        RollingStatistics statistics = new RollingStatistics();
        for (double value : new double[] {1, 2, 3, 6}) {
            statistics.add(value);
        }

        assertThat(statistics.mean()).isCloseTo(3, within(1e-9));
        assertThat(statistics.deviation()).isCloseTo(Math.sqrt(3.5), within(1e-9));
    }

    @Test
    void theMovingAverageFollowsFasterThanTheMean() {
        RollingStatistics statistics = new RollingStatistics();
        for (int i = 0; i < 500; i++) {
            statistics.add(1);
        }
        for (int i = 0; i < 10; i++) {
            statistics.add(2);
        }

        assertThat(statistics.movingAverage()).isGreaterThan(1.9);
        assertThat(statistics.mean()).isLessThan(1.2);
    }
}
