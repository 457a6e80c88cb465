package io.millrace.stream.index;

import io.millrace.disk.Disk;
import io.millrace.disk.DiskFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.zip.CRC32C;
import org.mapdb.DBException;
import org.mapdb.SortedTableMap;

/**
 * An index file that is open for reading: MapDB's SortedTableMap and {@link IndexTrailer}. Any number of readers; blocks.
 * Opening reads the file whole, once, to check it.
 */
final class IndexTable implements ClosedIndex {

    private static final int CHECK_BUFFER_BYTES = 64 * 1024;
    private static final int PAGE_KEY_BYTES = 56;

    private final DiskFile file;
    private final IndexTrailer trailer;
    private final TableVolume volume;
    private final Optional<SortedTableMap<TableKey, TableValue>> table;

    private IndexTable(DiskFile file, IndexTrailer trailer) {
        this.file = file;
        this.trailer = trailer;
        volume = new TableVolume(file, trailer.tableLength());
        table = trailer.blocks() == 0 ? Optional.empty()
                : Optional.of(SortedTableMap.open(volume, TableKey.SERIALIZER, TableValue.SERIALIZER));
    }

    /**
     * Opens and checks an index file.
     *
     * @throws IndexDamaged when it cannot be used and must be rebuilt
     */
    static IndexTable open(Disk disk, IndexedSegment segment) throws IOException {
        if (!disk.exists(segment.indexFile())) {
            throw new IndexDamaged(segment, "is missing");
        }
        DiskFile file = disk.open(segment.indexFile());
        boolean opened = false;
        try {
            IndexTable table = new IndexTable(file, check(file, segment));
            opened = true;
            return table;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (DBException e) {
            throw new IndexDamaged(segment, "table cannot be opened: " + e);
        } finally {
            if (!opened) {
                file.close();
            }
        }
    }

    private static IndexTrailer check(DiskFile file, IndexedSegment segment) throws IOException {
        long tableLength = file.size() - IndexTrailer.BYTES;
        if (tableLength < 0) {
            throw new IndexDamaged(segment, "is too short");
        }
        CRC32C crc = checksum(file, tableLength);
        ByteBuffer trailer = ByteBuffer.allocate(IndexTrailer.BYTES);
        if (file.read(trailer, tableLength) != IndexTrailer.BYTES) {
            throw new IndexDamaged(segment, "is too short");
        }
        crc.update(trailer.slice(0, IndexTrailer.CRC_OFFSET));
        return IndexTrailer.decode(trailer, segment, tableLength, (int) crc.getValue());
    }

    /** The checksum of a file's first bytes; of fewer when the file is shorter. */
    static CRC32C checksum(DiskFile file, long length) throws IOException {
        CRC32C crc = new CRC32C();
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(CHECK_BUFFER_BYTES, length));
        long at = 0;
        while (at < length) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), length - at));
            int read = file.read(buffer, at);
            if (read == 0) {
                break;
            }
            crc.update(buffer.flip());
            at += read;
        }
        return crc;
    }

    long blocks() {
        return trailer.blocks();
    }

    @Override
    public List<BlockEntry> from(int shard, long position, int blocksMax) throws IOException {
        return reading(map -> {
            TableKey start = TableKey.ofBlock(shard, position);
            Map.Entry<TableKey, TableValue> floor = map.lowerEntry(start);
            if (floor != null && floor.getKey().kind() == TableKey.BLOCK && floor.getKey().shard() == shard
                    && floor.getKey().major() + floor.getValue().count() > position) {
                start = floor.getKey();
            }
            return list(map, start, TableKey.ofBlock(shard, Long.MAX_VALUE), blocksMax);
        }, List.of());
    }

    private static List<BlockEntry> list(SortedTableMap<TableKey, TableValue> map, TableKey from, TableKey to, int blocksMax) {
        List<BlockEntry> blocks = new ArrayList<>();
        Iterator<Map.Entry<TableKey, TableValue>> entries = map.entryIterator(from, true, to, true);
        while (blocks.size() < blocksMax && entries.hasNext()) {
            Map.Entry<TableKey, TableValue> entry = entries.next();
            blocks.add(entry.getValue().at(entry.getKey().shard(), entry.getKey().major()));
        }
        return blocks;
    }

    @Override
    public Optional<BlockEntry> arrivedFrom(int shard, long millis) throws IOException {
        return reading(map -> {
            Map.Entry<TableKey, TableValue> before = map.lowerEntry(TableKey.ofTime(shard, millis, Long.MIN_VALUE));
            boolean known = before != null && before.getKey().kind() == TableKey.TIME && before.getKey().shard() == shard;
            long start = known ? before.getKey().minor() : 0;
            return list(map, TableKey.ofBlock(shard, start), TableKey.ofBlock(shard, Long.MAX_VALUE),
                    TableKey.BLOCKS_PER_TIME + 1).stream().filter(block -> block.arrivedAtMillis() >= millis).findFirst();
        }, Optional.empty());
    }

    @Override
    public List<ShardExtent> extents() throws IOException {
        return reading(map -> {
            List<ShardExtent> extents = new ArrayList<>();
            Iterator<Map.Entry<TableKey, TableValue>> entries = map.entryIterator(TableKey.ofBlock(0, 0), true,
                    TableKey.ofBlock(Integer.MAX_VALUE, Long.MAX_VALUE), true);
            BlockEntry first = null;
            BlockEntry last = null;
            while (entries.hasNext()) {
                Map.Entry<TableKey, TableValue> entry = entries.next();
                BlockEntry block = entry.getValue().at(entry.getKey().shard(), entry.getKey().major());
                if (first != null && first.shard() != block.shard()) {
                    extents.add(new ShardExtent(first, last));
                    first = null;
                }
                first = first == null ? block : first;
                last = block;
            }
            if (first != null) {
                extents.add(new ShardExtent(first, last));
            }
            return extents;
        }, List.of());
    }

    private <T> T reading(Function<SortedTableMap<TableKey, TableValue>, T> read, T ifEmpty)
            throws IOException {
        try {
            return table.isEmpty() ? ifEmpty : read.apply(table.get());
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (DBException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new IndexDamaged(trailer.segment(), "table cannot be read: " + e);
        }
    }

    @Override
    public long memoryBytes() {
        return TableVolume.MEMORY_BYTES + trailer.tableLength() / TableVolume.PAGE_BYTES * PAGE_KEY_BYTES;
    }

    @Override
    public void close() throws IOException {
        volume.close();
        file.close();
    }
}
