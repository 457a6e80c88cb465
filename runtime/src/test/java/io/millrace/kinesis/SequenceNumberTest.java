package io.millrace.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.stream.Position;
import io.millrace.stream.ShardId;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SequenceNumberTest {

    @Property
    void whatIsWrittenIsRead(@ForAll @IntRange int shard, @ForAll @LongRange long position) {
        SequenceNumber number = new SequenceNumber(new ShardId(shard), new Position(position));
        assertThat(number.wire()).hasSize(SequenceNumber.LENGTH).containsOnlyDigits();
        assertThat(SequenceNumber.parse(number.wire())).contains(number);
    }

    @Test
    void aChildSortsAfterItsParent() {
        String parent = new SequenceNumber(new ShardId(3), new Position(Long.MAX_VALUE)).wire();
        String child = new SequenceNumber(new ShardId(4), Position.START).wire();
        assertThat(child).isGreaterThan(parent);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "49", "49000000000000000000000000000000000000000000000000000000x",
            "48000000010000000000000000000000000000000000000000000001", "49999999999900000000000000000000000000000000000000000001",
            "49000000000000000000000000000000000009999999999999999999", "49000000000010000000000000000000000000000000000000000001"})
    void aForeignNumberIsNotTaken(String wire) {
        assertThat(SequenceNumber.parse(wire)).isEmpty();
    }
}
