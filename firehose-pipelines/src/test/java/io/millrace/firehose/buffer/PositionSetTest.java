package io.millrace.firehose.buffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
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
    void aSetIsWhatWasAddedInAnyOrder(@ForAll @Size(min = 1, max = 60) Set<@LongRange(min = 0, max = 100) Long> positions, @ForAll long seed) {
        List<Long> order = new ArrayList<>(positions);
        Collections.shuffle(order, new Random(seed));
        PositionSet.Builder builder = new PositionSet.Builder();
        order.forEach(builder::add);
        PositionSet set = builder.build();
        assertThat(set).isEqualTo(set(positions));
        assertThat(builder.ranges()).isBetween(set.ranges(), positions.size());
        for (long position = -1; position <= 102; position++) {
            assertThat(set.contains(position)).as("%d", position).isEqualTo(positions.contains(position));
        }
        TreeSet<Long> sorted = new TreeSet<>(positions);
        assertThat(set.first()).isEqualTo(sorted.first());
        assertThat(set.last()).isEqualTo(sorted.last());
    }

    @Property
    void aUnionIsWhatIsInAnyOfThem(@ForAll @Size(min = 1, max = 6) List<@Size(min = 1, max = 20) Set<@LongRange(min = 0, max = 60) Long>> sets) {
        Set<Long> all = new TreeSet<>();
        sets.forEach(all::addAll);
        assertThat(PositionSet.union(sets.stream().map(PositionSetTest::set).toList())).isEqualTo(set(all));
    }

    @Property
    void aSetWithOneTwiceIsRefused(@ForAll @Size(min = 1, max = 20) Set<@LongRange(min = 0, max = 40) Long> positions, @ForAll @IntRange(min = 0, max = 19) int which) {
        PositionSet.Builder builder = new PositionSet.Builder();
        positions.forEach(builder::add);
        builder.add(List.copyOf(positions).get(which % positions.size()));
        assertThatThrownBy(builder::build).isInstanceOf(IllegalArgumentException.class);
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

    /** As the records of one of many partitions lie in the log. */
    @Test
    void aSetOfManyRangesTakesFewBytesAndFindsEach() throws IOException {
        Random random = new Random(7);
        PositionSet.Builder builder = new PositionSet.Builder();
        List<Long> positions = new ArrayList<>();
        for (long position = 1L << 40; positions.size() < 100_000; position += 2 + random.nextInt(100)) {
            positions.add(position);
            builder.add(position);
        }
        PositionSet set = builder.build();
        assertThat(bytes(set).length).isLessThan(3 * positions.size());
        assertThat(read(bytes(set))).isEqualTo(set);
        assertThat(positions).allMatch(set::contains);
        assertThat(positions).noneMatch(position -> set.contains(position + 1) || set.contains(position - 1));
    }

    @Test
    void thereIsOneAndRangesDoNotTouch() {
        PositionSet.Builder builder = new PositionSet.Builder();
        assertThatThrownBy(builder::build).isInstanceOf(IllegalStateException.class);
        builder.add(8);
        builder.add(5);
        builder.add(6);
        assertThat(builder.build().ranges()).isEqualTo(2);
        builder.add(7);
        assertThat(builder.build().ranges()).isEqualTo(1);
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
