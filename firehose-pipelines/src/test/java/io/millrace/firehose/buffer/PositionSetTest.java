package io.millrace.firehose.buffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PositionSetTest {

    @Property
    void aSetIsWhatWasAdded(@ForAll @Size(min = 1, max = 60) Set<@LongRange(min = 0, max = 100) Long> positions) {
        PositionSet set = set(positions);
        for (long position = -1; position <= 102; position++) {
            assertThat(set.contains(position)).as("%d", position).isEqualTo(positions.contains(position));
        }
        TreeSet<Long> sorted = new TreeSet<>(positions);
        assertThat(set.first()).isEqualTo(sorted.first());
        assertThat(set.last()).isEqualTo(sorted.last());
    }

    @Property
    void aSetComesBack(@ForAll @Size(min = 1, max = 40) Set<@LongRange(min = 0) Long> positions) throws IOException {
        PositionSet set = set(positions);
        assertThat(read(bytes(set))).isEqualTo(set);
    }

    @Property
    void aCutIsRefusedAndNoChangeGivesWhatIsNoSet(@ForAll @Size(min = 1, max = 40) Set<@LongRange(min = 0, max = 100_000) Long> positions,
            @ForAll @IntRange(min = 0, max = 10_000) int at, @ForAll @IntRange(min = 1, max = 255) int change) throws IOException {
        byte[] bytes = bytes(set(positions)), changed = bytes.clone();
        assertThatThrownBy(() -> read(Arrays.copyOf(bytes, at % bytes.length))).isInstanceOf(IOException.class);
        changed[at % changed.length] ^= (byte) change;
        try {
            PositionSet other = read(changed);
            assertThat(other.first()).isNotNegative();
            assertThat(other.last()).isGreaterThanOrEqualTo(other.first());
        } catch (IOException refused) {
            assertThat(refused).isNotNull();
        }
    }

    @Test
    void positionsGoForwardAndThereIsOne() {
        PositionSet.Builder builder = new PositionSet.Builder();
        assertThatThrownBy(builder::build).isInstanceOf(IllegalStateException.class);
        builder.add(5);
        assertThatThrownBy(() -> builder.add(5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.add(4)).isInstanceOf(IllegalArgumentException.class);
        builder.add(6);
        builder.add(8);
        assertThat(builder.ranges()).isEqualTo(2);
        assertThatThrownBy(() -> read(new byte[] {0, 0, 0, 2, 5, 1, 1, 0})).as("ranges that touch").isInstanceOf(IOException.class);
        assertThatThrownBy(() -> read(new byte[] {0, 0, 0, 0})).as("no ranges").isInstanceOf(IOException.class);
    }

    private static PositionSet set(Set<Long> positions) {
        PositionSet.Builder builder = new PositionSet.Builder();
        new TreeSet<>(positions).forEach(builder::add);
        return builder.build();
    }

    private static byte[] bytes(PositionSet set) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        set.write(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    private static PositionSet read(byte[] bytes) throws IOException {
        return PositionSet.read(new DataInputStream(new ByteArrayInputStream(bytes)));
    }
}
