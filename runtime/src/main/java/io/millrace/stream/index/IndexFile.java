package io.millrace.stream.index;

import io.millrace.disk.Disk;
import io.millrace.disk.DiskFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.mapdb.DBException;
import org.mapdb.SortedTableMap;

/** Writes index files: to a temporary name, forced, renamed, the directory synced. */
final class IndexFile {

    private static final String TEMPORARY_SUFFIX = ".tmp";

    private IndexFile() {
    }

    /** Replaces what is there; when it fails, what is there stays. */
    static void write(Disk disk, IndexedSegment segment, OpenSegmentIndex index) throws IOException {
        Path target = segment.indexFile();
        Path temporary = target.resolveSibling(target.getFileName() + TEMPORARY_SUFFIX);
        disk.delete(temporary);
        try {
            writeTo(disk, temporary, segment, index);
            disk.rename(temporary, target);
        } catch (IOException e) {
            disk.delete(temporary);
            throw e;
        }
        disk.syncDirectory(target.getParent());
    }

    private static void writeTo(Disk disk, Path temporary, IndexedSegment segment, OpenSegmentIndex index) throws IOException {
        try (DiskFile file = disk.create(temporary)) {
            long tableLength = index.size() == 0 ? 0 : writeTable(file, index);
            ByteBuffer trailer = new IndexTrailer(segment, tableLength, index.size()).encode();
            CRC32C crc = IndexTable.checksum(file, tableLength);
            crc.update(trailer.slice(0, IndexTrailer.CRC_OFFSET));
            trailer.putInt(IndexTrailer.CRC_OFFSET, (int) crc.getValue());
            file.write(trailer.position(0), tableLength);
            file.force(true);
        }
    }

    private static long writeTable(DiskFile file, OpenSegmentIndex index) throws IOException {
        TableVolume volume = new TableVolume(file, 0);
        try {
            SortedTableMap.Sink<TableKey, TableValue> sink = SortedTableMap.create(volume, TableKey.SERIALIZER,
                    TableValue.SERIALIZER).pageSize(TableVolume.PAGE_BYTES).createFromSink();
            int[] shards = index.shards();
            for (int shard : shards) {
                BlockCursor blocks = index.from(shard, 0);
                for (Optional<BlockEntry> block = blocks.next(); block.isPresent(); block = blocks.next()) {
                    sink.put(TableKey.ofBlock(shard, block.get().firstPosition()), TableValue.of(block.get()));
                }
            }
            for (int shard : shards) {
                BlockCursor blocks = index.from(shard, 0);
                int number = 0;
                for (Optional<BlockEntry> block = blocks.next(); block.isPresent(); block = blocks.next()) {
                    if (number++ % TableKey.BLOCKS_PER_TIME == 0) {
                        sink.put(TableKey.ofTime(shard, block.get().arrivedAtMillis(), block.get().firstPosition()),
                                TableValue.of(block.get()));
                    }
                }
            }
            sink.create();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (DBException e) {
            throw new IOException("index table could not be written", e);
        } finally {
            volume.close();
        }
        return volume.length();
    }
}
