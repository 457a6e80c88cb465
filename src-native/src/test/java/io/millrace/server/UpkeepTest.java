package io.millrace.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

class UpkeepTest {

    @Test
    void aTaskThatFailsIsCalledAgain() throws InterruptedException {
        CountDownLatch calls = new CountDownLatch(3);
        try (Upkeep upkeep = new Upkeep()) {
            upkeep.every(Duration.ofMillis(1), "failing", () -> {
                calls.countDown();
                throw new IllegalStateException("planted");
            });

            assertThat(calls.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }
}
