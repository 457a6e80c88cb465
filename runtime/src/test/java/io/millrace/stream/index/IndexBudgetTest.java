package io.millrace.stream.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One budget for all open indexes; the largest ones make room. */
class IndexBudgetTest {

    private final List<String> asked = new ArrayList<>();

    private OpenSegmentIndex index(IndexBudget budget, String name) {
        return new OpenSegmentIndex(budget, () -> asked.add(name));
    }

    private static void fill(OpenSegmentIndex index, int from, int to) {
        for (int i = from; i < to; i++) {
            index.add(new BlockEntry(0, i, 1, i, i, 1));
        }
    }

    @Test
    void theLargestIsAskedToCloseOnceWhenTheBudgetIsSpent() {
        IndexBudget budget = new IndexBudget(1 << 20);
        OpenSegmentIndex large = index(budget, "large");
        OpenSegmentIndex small = index(budget, "small");
        fill(large, 0, 25_000);
        assertThat(asked).isEmpty();
        assertThat(budget.usedBytes()).isEqualTo(large.memoryBytes() + small.memoryBytes());
        fill(small, 0, 15_000);
        assertThat(asked).containsExactly("large");
        assertThat(large.closeWanted()).isTrue();
        assertThat(small.closeWanted()).isFalse();
        large.close();
        large.close();
        assertThat(budget.usedBytes()).isEqualTo(small.memoryBytes()).isLessThan(budget.bytesMax());
    }

    @Test
    void asManyAreAskedAsItTakes() {
        IndexBudget budget = new IndexBudget(100_000);
        List<OpenSegmentIndex> indexes = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            indexes.add(index(budget, "index " + i));
            fill(indexes.get(i), 0, 1_000);
        }
        long relieved = indexes.stream().filter(OpenSegmentIndex::closeWanted).mapToLong(OpenSegmentIndex::memoryBytes).sum();
        assertThat(budget.usedBytes() - relieved).isLessThanOrEqualTo(100_000);
        assertThat(asked).hasSizeLessThan(10).doesNotHaveDuplicates();
        indexes.forEach(OpenSegmentIndex::close);
        assertThat(budget.usedBytes()).isZero();
    }
}
