package io.millrace.stream.index;

import io.millrace.stream.Position;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/** Blocks of a made-up segment, written by chance to some shards, and the plain answers an index must give about them. */
final class BlockWorld {

    final List<BlockEntry> blocks = new ArrayList<>();
    final TreeMap<Integer, TreeMap<Long, BlockEntry>> model = new TreeMap<>();

    BlockWorld(long seed, int shards, int count) {
        Random random = new Random(seed);
        long offset = 4096;
        long now = 1_790_000_000_000L;
        for (int i = 0; i < count; i++) {
            int shard = random.nextInt(shards) * 3;
            TreeMap<Long, BlockEntry> ofShard = model.computeIfAbsent(shard, s -> new TreeMap<>());
            long next = ofShard.isEmpty() ? Position.of(1, random.nextInt(1_000)).value() : ofShard.lastEntry().getValue().endPosition();
            if (random.nextInt(20) == 0) {
                next = Position.of(new Position(next).epoch() + 1, 0).value();
            }
            now += random.nextInt(3) == 0 ? random.nextInt(5) : 0;
            int length = random.nextInt(1 << 20);
            BlockEntry block = new BlockEntry(shard, next, 1 + random.nextInt(random.nextInt(10) == 0 ? 100_000 : 5), now, offset, length);
            ofShard.put(next, block);
            blocks.add(block);
            offset += 100 + length / 1_000;
        }
    }

    OpenSegmentIndex open() {
        OpenSegmentIndex index = OpenSegmentIndex.unbudgeted();
        blocks.forEach(index::add);
        return index;
    }

    List<BlockEntry> from(int shard, long position) {
        TreeMap<Long, BlockEntry> ofShard = model.getOrDefault(shard, new TreeMap<>());
        Map.Entry<Long, BlockEntry> floor = ofShard.floorEntry(position);
        long start = floor != null && floor.getValue().endPosition() > position ? floor.getKey() : position;
        return List.copyOf(ofShard.tailMap(start, true).values());
    }

    Optional<BlockEntry> arrivedFrom(int shard, long millis) {
        return model.getOrDefault(shard, new TreeMap<>()).values().stream()
                .filter(block -> block.arrivedAtMillis() >= millis).findFirst();
    }

    static List<BlockEntry> rest(BlockCursor cursor) throws IOException {
        List<BlockEntry> blocks = new ArrayList<>();
        for (Optional<BlockEntry> block = cursor.next(); block.isPresent(); block = cursor.next()) {
            blocks.add(block.get());
        }
        return blocks;
    }

    static List<BlockEntry> some(BlockCursor cursor, int count) throws IOException {
        List<BlockEntry> blocks = new ArrayList<>();
        while (blocks.size() < count) {
            Optional<BlockEntry> block = cursor.next();
            if (block.isEmpty()) {
                break;
            }
            blocks.add(block.get());
        }
        return blocks;
    }
}
