package io.millrace.wire.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ByteBudgetTest {

    private final ByteBudget budget = new ByteBudget(100, 2);
    private final List<ByteBudget.Permit> permits = new ArrayList<>();

    @Test
    void whoComesFirstIsServedFirst() {
        assertThat(budget.claim(60, permits::add)).isPresent();
        assertThat(budget.claim(50, permits::add)).isPresent();
        assertThat(budget.claim(10, permits::add)).as("fits, but is not first").isPresent();
        assertThat(permits).hasSize(1);
        assertThat(budget.claim(1, permits::add)).as("the line is full").isEmpty();
        permits.getFirst().shrinkTo(50);
        assertThat(permits).hasSize(2);
        permits.getFirst().release();
        assertThat(permits).hasSize(3);
        assertThat(budget.usedBytes()).isEqualTo(60);
    }

    @Test
    void whoLeavesLetsOthersPass() {
        budget.claim(60, permits::add);
        ByteBudget.Claim large = budget.claim(50, permits::add).orElseThrow();
        ByteBudget.Claim small = budget.claim(10, permits::add).orElseThrow();
        assertThat(large.leave()).isTrue();
        assertThat(permits).hasSize(2);
        assertThat(large.leave()).isFalse();
        assertThat(small.leave()).as("served already").isFalse();
        assertThat(budget.usedBytes()).isEqualTo(70);
    }

    @Test
    void nothingIsGivenBackTwice() {
        budget.claim(60, permits::add);
        permits.getFirst().release();
        permits.getFirst().release();
        permits.getFirst().shrinkTo(10);
        assertThat(budget.usedBytes()).isZero();
        assertThatThrownBy(() -> budget.claim(101, permits::add)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Grants may release at once, within the call that granted. */
    @Test
    void neverMoreThanThereIs() {
        Random random = new Random(7);
        ByteBudget many = new ByteBudget(1000, 50);
        for (int i = 0; i < 10_000; i++) {
            if (random.nextBoolean() || permits.isEmpty()) {
                many.claim(random.nextInt(300), random.nextInt(4) == 0 ? ByteBudget.Permit::release : permits::add);
            } else {
                permits.remove(random.nextInt(permits.size())).release();
            }
            assertThat(many.usedBytes()).isBetween(0L, 1000L);
            assertThat(many.waiters()).isLessThanOrEqualTo(50);
        }
        while (!permits.isEmpty()) {
            permits.removeFirst().release();
        }
        assertThat(many.usedBytes()).isZero();
        assertThat(many.waiters()).isZero();
    }
}
