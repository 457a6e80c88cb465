package io.millrace.wire.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BodyArraysTest {

    private static final int LONG = 700_000;
    private final BodyArrays arrays = new BodyArrays(2_000_000);

    @Test
    void anArrayServesTheNextBodyOfItsLength() {
        byte[] first = arrays.take(LONG);
        arrays.give(first);
        assertThat(arrays.take(LONG + 1000)).isSameAs(first);
        assertThat(arrays.idleBytes()).isZero();
        assertThat(arrays.take(LONG)).as("one array is not in two calls").isNotSameAs(first);
    }

    @Test
    void anArrayIsNotSpentOnAMuchShorterBody() {
        byte[] first = arrays.take(LONG);
        arrays.give(first);
        assertThat(arrays.take(LONG / 2)).isNotSameAs(first).hasSizeLessThan(LONG * 3 / 4);
    }

    @Test
    void shortBodiesGetTheirOwn() {
        byte[] first = arrays.take(BodyArrays.LENGTH_MIN);
        assertThat(first).hasSize(BodyArrays.LENGTH_MIN);
        arrays.give(first);
        assertThat(arrays.idleBytes()).isZero();
    }

    @Test
    void whatLiesIdleIsBounded() {
        byte[] oldest = new byte[LONG], newest = new byte[LONG];
        arrays.give(oldest);
        arrays.give(new byte[LONG]);
        arrays.give(newest);
        arrays.give(new byte[3_000_000]);
        assertThat(arrays.idleBytes()).isEqualTo(2 * LONG);
        assertThat(arrays.take(LONG)).isSameAs(newest);
        assertThat(arrays.take(LONG)).isNotSameAs(oldest);
        assertThat(arrays.take(LONG)).isNotSameAs(oldest);
    }
}
