package io.millrace.stream.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The open segment's index: small, and safe for readers beside the writer. */
class OpenSegmentIndexTest {

    private static BlockEntry block(int shard, long position) {
        return new BlockEntry(shard, position, 10, 1_000 + position, 4096 + position, 77);
    }

    private static void fill(OpenSegmentIndex index, int shards, int blocks) {
        for (int i = 0; i < blocks; i++) {
            index.add(block(i % shards, 10L * (i / shards)));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 16, 1_024})
    void takesAtMost32BytesABlock(int shards) {
        int blocks = 1 << 20;
        OpenSegmentIndex index = OpenSegmentIndex.unbudgeted();
        long before = heapInUse();
        fill(index, shards, blocks);
        long measured = heapInUse() - before;
        assertThat(index.memoryBytes()).isLessThanOrEqualTo(32L * blocks);
        assertThat(measured).as("heap in use").isLessThanOrEqualTo(32L * blocks + (1 << 20));
        assertThat(index.memoryBytes()).as("accounted").isGreaterThan(measured - (1 << 20));
        assertThat(index.size()).isEqualTo(blocks);
    }

    private static long heapInUse() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            least = Math.min(least, Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
        }
        return least;
    }

    @Test
    void aCursorSeesWhatIsAddedLater() {
        OpenSegmentIndex index = OpenSegmentIndex.unbudgeted();
        BlockCursorOf cursor = new BlockCursorOf(index.from(3, 25));
        assertThat(cursor.next()).isEmpty();
        index.add(block(3, 0));
        index.add(block(3, 10));
        assertThat(cursor.next()).isEmpty();
        index.add(block(3, 20));
        index.add(block(3, 30));
        assertThat(cursor.next()).contains(block(3, 20));
        assertThat(cursor.next()).contains(block(3, 30));
        assertThat(cursor.next()).isEmpty();
        index.close();
        assertThat(index.from(3, 0).next()).contains(block(3, 0));
    }

    private record BlockCursorOf(OpenSegmentIndex.Cursor cursor) {
        Optional<BlockEntry> next() {
            return cursor.next();
        }
    }

    @Test
    void refusesBlocksOutOfOrder() {
        OpenSegmentIndex index = OpenSegmentIndex.unbudgeted();
        index.add(block(0, 10));
        assertThatThrownBy(() -> index.add(block(0, 19))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> index.add(new BlockEntry(0, 20, 1, 5, 0, 0))).isInstanceOf(IllegalArgumentException.class);
        index.add(block(1, 0));
        index.add(block(0, 20));
        assertThat(index.size()).isEqualTo(3);
    }

    @Test
    void keepsTheLargestValues() {
        OpenSegmentIndex index = OpenSegmentIndex.unbudgeted();
        BlockEntry largest = new BlockEntry(Integer.MAX_VALUE, Long.MAX_VALUE - BlockEntry.COUNT_MAX, BlockEntry.COUNT_MAX,
                BlockEntry.ARRIVAL_MAX, BlockEntry.OFFSET_LIMIT - 1, Integer.MAX_VALUE);
        index.add(largest);
        assertThat(index.from(Integer.MAX_VALUE, Long.MAX_VALUE - 1).next()).contains(largest);
        assertThat(index.arrivedFrom(Integer.MAX_VALUE, BlockEntry.ARRIVAL_MAX)).contains(largest);
        assertThatThrownBy(() -> new BlockEntry(0, 0, BlockEntry.COUNT_MAX + 1, 0, 0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new BlockEntry(0, 0, 1, 0, BlockEntry.OFFSET_LIMIT, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void readersFollowTheWriterWithoutGaps() throws Exception {
        OpenSegmentIndex index = OpenSegmentIndex.unbudgeted();
        int shards = 7;
        int blocks = 140_000;
        List<CompletableFuture<Void>> readers = new ArrayList<>();
        for (int r = 0; r < 3; r++) {
            int shard = r;
            readers.add(CompletableFuture.runAsync(() -> follow(index, shard, blocks / shards)));
        }
        fill(index, shards, blocks);
        for (CompletableFuture<Void> reader : readers) {
            reader.get(60, TimeUnit.SECONDS);
        }
    }

    private static void follow(OpenSegmentIndex index, int shard, int blocks) {
        OpenSegmentIndex.Cursor cursor = index.from(shard, 0);
        int seen = 0;
        while (seen < blocks) {
            Optional<BlockEntry> found = cursor.next();
            if (found.isPresent()) {
                assertThat(found.get()).isEqualTo(block(shard, 10L * seen));
                assertThat(index.from(shard, 10L * seen + 9).next()).isEqualTo(found);
                seen++;
            } else {
                Thread.onSpinWait();
            }
        }
    }
}
