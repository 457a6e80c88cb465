package io.millrace.stream.index;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A closed segment's index in memory, for as long as no file can be written. */
final class ScannedIndex implements ClosedIndex {

    private final OpenSegmentIndex index;

    ScannedIndex(OpenSegmentIndex index) {
        this.index = index;
    }

    @Override
    public List<BlockEntry> from(int shard, long position, int blocksMax) {
        List<BlockEntry> blocks = new ArrayList<>();
        OpenSegmentIndex.Cursor cursor = index.from(shard, position);
        while (blocks.size() < blocksMax) {
            Optional<BlockEntry> block = cursor.next();
            if (block.isEmpty()) {
                break;
            }
            blocks.add(block.get());
        }
        return blocks;
    }

    @Override
    public Optional<BlockEntry> arrivedFrom(int shard, long millis) {
        return index.arrivedFrom(shard, millis);
    }

    @Override
    public List<ShardExtent> extents() {
        return index.extents();
    }

    @Override
    public long memoryBytes() {
        return index.memoryBytes();
    }

    @Override
    public void close() {
        index.close();
    }
}
