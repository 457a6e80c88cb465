package io.millrace.firehose.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.firehose.buffer.PositionSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class CoverageTest {

    /** As a source record's outcomes come whose first were logged before those of another shard. */
    @Test
    void whatIsBehindIsAnsweredToo() {
        Coverage covered = new Coverage(List.of(set(30, 31), set(10), set(11, 20)));
        assertThat(covered.contains(11)).isTrue();
        assertThat(covered.contains(21)).isFalse();
        assertThat(covered.contains(10)).isTrue();
        assertThat(covered.contains(20)).isTrue();
        assertThat(covered.contains(31)).isTrue();
        assertThat(covered.contains(12)).isFalse();
        assertThat(covered.contains(30)).isTrue();
    }

    @Test
    void withoutManifestsNothingIsCovered() {
        assertThat(new Coverage(List.of()).contains(0)).isFalse();
    }

    private static PositionSet set(long... positions) {
        PositionSet.Builder builder = new PositionSet.Builder();
        for (long position : positions) {
            builder.add(position);
        }
        return builder.build();
    }
}
