package io.millrace.firehose.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.firehose.error.ConversionFailure;
import org.junit.jupiter.api.Test;

class RejectedTest {

    private final Rejected rejected = new Rejected();

    @Test
    void eachRecordHasItsReason() {
        assertThat(rejected.isEmpty()).isTrue();
        for (int i = 0; i < 100; i++) {
            rejected.reject(3 * i, new ConversionFailure("code", "message " + i % 7));
        }
        assertThat(rejected.isEmpty()).isFalse();
        for (int i = 0; i < 100; i++) {
            assertThat(rejected.of(3 * i)).isEqualTo(new ConversionFailure("code", "message " + i % 7));
            assertThat(rejected.of(3 * i + 1)).isNull();
        }
        assertThatThrownBy(() -> rejected.reject(297, new ConversionFailure("code", "again"))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void messagesThatAreManyAndLongAreLeftOut() {
        String text = "x".repeat(Rejected.MESSAGE_CHARACTERS_MAX / 10);
        for (int i = 0; i < 20; i++) {
            rejected.reject(i, new ConversionFailure(i % 2 == 0 ? "even" : "odd", i + text));
        }
        assertThat(rejected.of(0).message()).startsWith("0xxx");
        assertThat(rejected.of(18)).isEqualTo(new ConversionFailure("even", rejected.of(16).message()));
        assertThat(rejected.of(18).message()).startsWith("Too many records");
        assertThat(rejected.of(19).code()).isEqualTo("odd");
        rejected.reject(20, new ConversionFailure("even", "0" + text));
        assertThat(rejected.of(20).message()).as("known already").isEqualTo("0" + text);
    }
}
