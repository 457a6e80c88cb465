package io.millrace.stream.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.disk.FileDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;

/** Open and closed indexes answer as a plain sorted map does, with few and many shards, empty, small and of many pages. */
class SegmentIndexModelTest {

    private Path directory;

    @BeforeProperty
    void createDirectory() throws IOException {
        directory = Files.createTempDirectory("index-model");
    }

    @AfterProperty
    void removeDirectory() throws IOException {
        Files.deleteIfExists(directory.resolve("0.index"));
        Files.delete(directory);
    }

    @Property(tries = 60)
    void fewShards(@ForAll long seed, @ForAll @IntRange(min = 1, max = 5) int shards, @ForAll @IntRange(max = 3_000) int blocks)
            throws IOException {
        compare(new BlockWorld(seed, shards, blocks), seed);
    }

    @Property(tries = 6)
    void manyShards(@ForAll long seed, @ForAll @IntRange(min = 500, max = 20_000) int blocks) throws IOException {
        compare(new BlockWorld(seed, 1_024, blocks), seed);
    }

    private void compare(BlockWorld world, long seed) throws IOException {
        OpenSegmentIndex open = world.open();
        assertAnswers(world, open, seed);
        IndexedSegment segment = new IndexedSegment(directory.resolve("0.index"), 1, 0, 0, seed, 4096);
        try (ClosedIndexes indexes = new ClosedIndexes(new FileDisk(), 1 << 20)) {
            indexes.write(segment, open);
            assertAnswers(world, indexes.index(segment, () -> {
                throw new AssertionError("a fresh index needs no scan");
            }), seed);
        }
    }

    private static void assertAnswers(BlockWorld world, SegmentIndex index, long seed) throws IOException {
        Random random = new Random(seed);
        assertThat(BlockWorld.rest(index.from(1, 0))).isEmpty();
        assertThat(index.arrivedFrom(1, 0)).isEmpty();
        List<Integer> shards = world.model.keySet().stream().filter(shard -> random.nextInt(world.model.size()) < 20).toList();
        for (int shard : shards) {
            assertThat(BlockWorld.rest(index.from(shard, 0))).isEqualTo(world.from(shard, 0));
            assertThat(BlockWorld.rest(index.from(shard, Long.MAX_VALUE))).isEmpty();
        }
        for (int i = 0; i < Math.min(200, world.blocks.size()); i++) {
            BlockEntry near = world.blocks.get(random.nextInt(world.blocks.size()));
            long position = near.firstPosition() + random.nextInt(-3, near.count() + 3);
            assertThat(BlockWorld.some(index.from(near.shard(), position), 3))
                    .isEqualTo(world.from(near.shard(), position).stream().limit(3).toList());
            long millis = near.arrivedAtMillis() + random.nextInt(-1, 3);
            assertThat(index.arrivedFrom(near.shard(), millis)).isEqualTo(world.arrivedFrom(near.shard(), millis));
        }
    }
}
