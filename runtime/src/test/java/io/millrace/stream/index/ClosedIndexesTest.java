package io.millrace.stream.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Index files beside closed segments: checked, rebuilt, bounded. */
class ClosedIndexesTest {

    @TempDir
    Path directory;
    private final CountedDisk disk = new CountedDisk();
    private final BlockWorld world = new BlockWorld(42, 3, 150);
    private final AtomicInteger scans = new AtomicInteger();
    private IndexedSegment segment;

    @BeforeEach
    void nameSegment() {
        segment = segment(0);
    }

    private IndexedSegment segment(int number) {
        return new IndexedSegment(directory.resolve(number + ".index"), 7, 1, number, 99, 5_000);
    }

    private OpenSegmentIndex scan() {
        scans.incrementAndGet();
        return world.open();
    }

    private void assertReads(SegmentIndex index) throws IOException {
        for (int shard : world.model.keySet()) {
            assertThat(BlockWorld.rest(index.from(shard, 0))).isEqualTo(world.from(shard, 0));
        }
    }

    @Test
    void everyFlippedBitIsNoticed() throws Exception {
        try (ClosedIndexes indexes = new ClosedIndexes(disk, 1 << 20)) {
            indexes.write(segment, world.open());
        }
        byte[] sound = Files.readAllBytes(segment.indexFile());
        assertThat(ClosedIndexes.check(disk, segment)).isEqualTo(world.blocks.size());
        try (DiskFile file = disk.open(segment.indexFile())) {
            for (int bit = 0; bit < sound.length * 8; bit++) {
                byte flipped = (byte) (sound[bit / 8] ^ 1 << bit % 8);
                file.write(ByteBuffer.wrap(new byte[] {flipped}), bit / 8);
                int at = bit;
                assertThatThrownBy(() -> ClosedIndexes.check(disk, segment)).as("bit %s", at).isInstanceOf(IndexDamaged.class);
                file.write(ByteBuffer.wrap(sound, bit / 8, 1), bit / 8);
            }
        }
        assertThat(disk.openFiles).hasValue(0);
    }

    @Test
    void aFlippedBitIsRepairedByAScan() throws Exception {
        try (ClosedIndexes indexes = new ClosedIndexes(disk, 1 << 20)) {
            indexes.write(segment, world.open());
            byte[] bytes = Files.readAllBytes(segment.indexFile());
            bytes[100] ^= 1;
            Files.write(segment.indexFile(), bytes);
            assertReads(indexes.index(segment, this::scan));
        }
        assertThat(scans).hasValue(1);
        ClosedIndexes.check(disk, segment);
    }

    @Test
    void truncatedForeignOrMissingFilesAreRebuiltOnce() throws Exception {
        try (ClosedIndexes indexes = new ClosedIndexes(disk, 1 << 20)) {
            indexes.write(segment, world.open());
            byte[] sound = Files.readAllBytes(segment.indexFile());
            IndexedSegment namesake = new IndexedSegment(segment.indexFile(), 7, 1, 0, 100, 5_000);
            assertThatThrownBy(() -> ClosedIndexes.check(disk, namesake)).isInstanceOf(IndexDamaged.class).hasMessageContaining("another segment");
            IndexedSegment longer = new IndexedSegment(segment.indexFile(), 7, 1, 0, 99, 5_001);
            assertThatThrownBy(() -> ClosedIndexes.check(disk, longer)).isInstanceOfSatisfying(IndexDamaged.class,
                    damaged -> assertThat(damaged.isOutdated()).isTrue());
            IndexedSegment shorter = new IndexedSegment(segment.indexFile(), 7, 1, 0, 99, 4_999);
            assertThatThrownBy(() -> ClosedIndexes.check(disk, shorter)).isInstanceOfSatisfying(IndexDamaged.class,
                    damaged -> assertThat(damaged.isOutdated()).isFalse());
            for (int length : List.of(0, 1, 71, 72, sound.length - 1)) {
                Files.write(segment.indexFile(), Arrays.copyOf(sound, length));
                assertThatThrownBy(() -> ClosedIndexes.check(disk, segment)).isInstanceOf(IndexDamaged.class);
            }
            Files.delete(segment.indexFile());
            SegmentIndex index = indexes.index(segment, this::scan);
            assertReads(index);
            assertReads(index);
        }
        assertThat(scans).hasValue(1);
        assertThat(disk.openFiles).hasValue(0);
        assertThat(disk.list(directory)).containsExactly("0.index");
    }

    @Test
    void anIndexThatSaysOtherwiseThanItsSegmentIsNoticed() throws Exception {
        try (ClosedIndexes indexes = new ClosedIndexes(disk, 1 << 20)) {
            indexes.write(segment, world.open());
        }
        ClosedIndexes.compare(disk, segment, world.open());
        for (BlockEntry changed : List.of(world.blocks.getFirst(), world.blocks.get(77), world.blocks.getLast())) {
            OpenSegmentIndex other = OpenSegmentIndex.unbudgeted();
            for (BlockEntry block : world.blocks) {
                other.add(block == changed ? new BlockEntry(block.shard(), block.firstPosition(), block.count(),
                        block.arrivedAtMillis(), block.offset() + 1, block.length()) : block);
            }
            assertThatThrownBy(() -> ClosedIndexes.compare(disk, segment, other)).isInstanceOf(IndexDamaged.class);
        }
        OpenSegmentIndex fewer = OpenSegmentIndex.unbudgeted();
        world.blocks.subList(0, 149).forEach(fewer::add);
        assertThatThrownBy(() -> ClosedIndexes.compare(disk, segment, fewer)).isInstanceOf(IndexDamaged.class);
    }

    @Test
    void anEmptySegmentHasAnEmptyIndex() throws Exception {
        try (ClosedIndexes indexes = new ClosedIndexes(disk, 1 << 20)) {
            indexes.write(segment, OpenSegmentIndex.unbudgeted());
            SegmentIndex index = indexes.index(segment, this::scan);
            assertThat(index.from(0, 0).next()).isEmpty();
            assertThat(index.arrivedFrom(0, 0)).isEmpty();
        }
        assertThat(scans).hasValue(0);
        assertThat(Files.size(segment.indexFile())).isEqualTo(IndexTrailer.BYTES);
    }

    @Test
    void onlyThoseReadLastStayOpen() throws Exception {
        long bytesMax = 300_000;
        try (ClosedIndexes indexes = new ClosedIndexes(disk, bytesMax)) {
            List<SegmentIndex> all = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                indexes.write(segment(i), world.open());
                all.add(indexes.index(segment(i), this::scan));
            }
            assertThat(disk.openFiles).hasValue(0);
            for (int round = 0; round < 3; round++) {
                for (SegmentIndex index : all) {
                    assertReads(index);
                    assertThat(indexes.loadedBytes()).isLessThanOrEqualTo(bytesMax);
                    assertThat(disk.openFiles).hasValue(indexes.loadedCount());
                }
            }
            assertThat(indexes.loadedCount()).isBetween(2, 10);
            all.getLast().close();
            assertThat(disk.openFiles).hasValue(indexes.loadedCount());
            int before = indexes.loadedCount();
            all.getLast().close();
            assertThat(indexes.loadedCount()).isEqualTo(before);
        }
        assertThat(disk.openFiles).hasValue(0);
        assertThat(scans).hasValue(0);
    }

    @Test
    void manyReadersShareFewOpenFiles() throws Exception {
        try (ClosedIndexes indexes = new ClosedIndexes(disk, 150_000)) {
            List<SegmentIndex> all = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                all.add(indexes.index(segment(i), this::scan));
            }
            List<CompletableFuture<Void>> readers = new ArrayList<>();
            for (int r = 0; r < 4; r++) {
                int offset = r;
                readers.add(CompletableFuture.runAsync(() -> {
                    try {
                        for (int i = 0; i < 60; i++) {
                            assertReads(all.get((i + offset) % 6));
                        }
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                }));
            }
            for (CompletableFuture<Void> reader : readers) {
                reader.get(60, TimeUnit.SECONDS);
            }
            assertThat(scans).hasValue(6);
        }
        assertThat(disk.openFiles).hasValue(0);
    }
}
