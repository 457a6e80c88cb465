package io.millrace.stream.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.clock.ManualClock;
import io.millrace.disk.Disk;
import io.millrace.disk.FileDisk;
import io.millrace.stream.HashRange;
import io.millrace.stream.Position;
import io.millrace.stream.Positions;
import io.millrace.stream.ReadLimit;
import io.millrace.stream.RecordBatch;
import io.millrace.stream.Shard;
import io.millrace.stream.ShardId;
import io.millrace.stream.ShardKey;
import io.millrace.stream.Slice;
import io.millrace.stream.StreamId;
import io.millrace.stream.log.block.BlockHeader;
import io.millrace.stream.log.block.FormatUnsupported;
import io.millrace.stream.log.block.LogMarks;
import io.millrace.stream.log.block.LogSettings;
import io.millrace.stream.log.block.LogThreads;
import io.millrace.stream.log.block.SegmentHeader;
import io.millrace.stream.log.block.StripeScan;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real files on the real disk, damaged on purpose: nothing is lost beside what was hit, and nothing is lost silently. */
class DamagedLogTest {

    private static final StreamId STREAM = new StreamId(3);
    private static final ShardKey SHARD = new ShardKey(STREAM, new ShardId(0));
    private static final int RECORDS_A_BLOCK = 4;
    private static final int RECORD_BYTES = 500;
    private final Disk disk = new FileDisk();
    private final CrashCheckpoints checkpoints = new CrashCheckpoints(new Random(1));
    private final ManualClock clock = new ManualClock(1_000_000);
    private final LogSettings settings = LogSettings.defaults().withSegments(20_000, 1_000, 4_000).withBudgets(1_000_000, 0, 0);
    @TempDir
    private Path directory;
    private SimpleMeterRegistry meters;
    private LocalRecordStore store;
    private int epoch;
    private int nextRecord;
    private final List<Positions> given = new ArrayList<>();

    @BeforeEach
    void writeThreeSegments() throws IOException {
        open();
        for (int block = 0; block < 20; block++) {
            append();
        }
        store.close();
        assertThat(segments()).hasSize(3);
    }

    @AfterEach
    void stop() {
        store.close();
    }

    private void open() throws IOException {
        meters = new SimpleMeterRegistry();
        Shard shard = new Shard(SHARD.shard(), HashRange.split(1).getFirst(), 0, Optional.empty(), Optional.empty(),
                Position.START, Optional.empty());
        store = LocalRecordStore.open(directory.resolve("streams"), ++epoch, Map.of(STREAM, List.of(shard)), disk, clock,
                checkpoints, settings, LogThreads.start(settings), meters);
    }

    private void append() {
        RecordBatch batch = new RecordBatch(64);
        for (int record = 0; record < RECORDS_A_BLOCK; record++) {
            batch.add(new byte[] {'k'}, ShardOracle.data(nextRecord++, RECORD_BYTES));
        }
        given.add(store.append(SHARD, batch).toCompletableFuture().join());
    }

    private List<Integer> readAll() {
        List<Integer> records = new ArrayList<>();
        Position from = Position.START;
        for (boolean more = true; more;) {
            Slice slice = store.read(SHARD, from, new ReadLimit(7, 1_000_000)).toCompletableFuture().join();
            slice.records().forEach(record -> {
                int id = record.data().getInt(0);
                assertThat(record.data()).isEqualTo(ShardOracle.data(id, RECORD_BYTES));
                records.add(id);
            });
            from = slice.next();
            more = !slice.atEnd();
        }
        return records;
    }

    private List<Integer> allBut(int... blocks) {
        List<Integer> records = new ArrayList<>();
        for (int record = 0; record < nextRecord; record++) {
            int block = record / RECORDS_A_BLOCK;
            if (Arrays.stream(blocks).noneMatch(lost -> lost == block)) {
                records.add(record);
            }
        }
        return records;
    }

    private double damage() {
        return meters.counter("millrace.log.corruption").count();
    }

    private Path stripe() {
        return directory.resolve("streams/3/0");
    }

    private List<Path> segments() throws IOException {
        return disk.list(stripe()).stream().filter(name -> name.endsWith(".log")).map(stripe()::resolve).toList();
    }

    /** Where a segment's block number {@code block} begins. */
    private static long blockAt(int block) {
        return SegmentHeader.BYTES + (long) block * (BlockHeader.BYTES + RECORDS_A_BLOCK * (RecordBatch.RECORD_OVERHEAD_BYTES + 1 + RECORD_BYTES));
    }

    private static void flip(Path file, long offset) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(offset);
            int was = bytes.read();
            bytes.seek(offset);
            bytes.write(was ^ 4);
        }
    }

    private static void truncate(Path file, long size) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.setLength(size);
        }
    }

    private StripeScan scan() throws IOException {
        return StripeScan.of(disk, stripe(), STREAM.value(), 0, LogMarks.durableEnd(checkpoints, STREAM.value(), 0));
    }

    @Test
    void aSoundLogIsFoundSound() throws IOException {
        assertThat(scan().isSound()).isTrue();
        assertThat(scan().segments().stream().mapToLong(segment -> segment.blocks().entries()).sum()).isEqualTo(nextRecord);
        open();
        assertThat(readAll()).isEqualTo(allBut());
        assertThat(damage()).isZero();
    }

    @Test
    void aBitFlippedInAClosedSegmentCostsItsBlockAndIsTold() throws IOException {
        flip(segments().get(0), blockAt(2) + 300);
        assertThat(scan().segments().getFirst().damaged()).singleElement()
                .satisfies(range -> assertThat(range.from()).isEqualTo(blockAt(2)));
        open();
        assertThat(readAll()).isEqualTo(allBut(2));
        assertThat(readAll()).isEqualTo(allBut(2));
        assertThat(damage()).isEqualTo(1);
    }

    @Test
    void aBitFlippedInTheTailIsDamageAndNoTornTail() throws IOException {
        forgetTheStopInOrder();
        Path newest = segments().getLast();
        int blocksBefore = 20 - (int) ((Files.size(newest) - SegmentHeader.BYTES) / (blockAt(1) - blockAt(0)));
        long lastBlock = Files.size(newest) - (blockAt(1) - blockAt(0));
        flip(newest, lastBlock + 120);
        assertThat(scan().isSound()).isFalse();
        open();
        assertThat(blocksBefore).isLessThan(20);
        assertThat(damage()).isEqualTo(1);
        assertThat(readAll()).isEqualTo(allBut(19));
        append();
        assertThat(given.getLast().first()).isGreaterThan(given.get(19).last());
        store.close();
        open();
        assertThat(readAll()).isEqualTo(allBut(19));
    }

    @Test
    void afterAStopInOrderTheLastSegmentIsNotReadAndItsReadersTellOfDamage() throws IOException {
        Path newest = segments().getLast();
        flip(newest, Files.size(newest) - (blockAt(1) - blockAt(0)) + 120);
        open();
        assertThat(damage()).isZero();
        assertThat(readAll()).isEqualTo(allBut(19));
        assertThat(damage()).isEqualTo(1);
        append();
        assertThat(segments().getLast()).isNotEqualTo(newest);
        store.close();
        open();
        assertThat(readAll()).isEqualTo(allBut(19));
    }

    /** Leaves what a kill leaves after the log has fallen idle: its mark, but no index of its last segment. */
    private void forgetTheStopInOrder() throws IOException {
        String log = segments().getLast().getFileName().toString();
        Files.delete(segments().getLast().resolveSibling(log.replace(".log", ".index")));
    }

    @Test
    void halfABlockBehindTheMarkIsATornTailAndIsCutOff() throws IOException {
        Path newest = segments().getLast();
        long size = Files.size(newest);
        byte[] block = Arrays.copyOfRange(Files.readAllBytes(newest), (int) blockAt(0), (int) blockAt(0) + 700);
        try (RandomAccessFile bytes = new RandomAccessFile(newest.toFile(), "rw")) {
            bytes.seek(size);
            bytes.write(block);
        }
        assertThat(scan().isSound()).isTrue();
        assertThat(scan().segments().getLast().tornTail()).isPresent();
        open();
        assertThat(Files.size(newest)).isEqualTo(size);
        assertThat(damage()).isZero();
        assertThat(readAll()).isEqualTo(allBut());
    }

    @Test
    void aTruncatedClosedSegmentCostsWhatIsGone() throws IOException {
        truncate(segments().get(1), blockAt(3) + 50);
        Files.delete(stripe().resolve("0000000001.index"));
        List<Integer> lost = new ArrayList<>(allBut());
        open();
        List<Integer> found = readAll();
        lost.removeAll(found);
        assertThat(lost).isNotEmpty();
        assertThat(lost.getFirst() % RECORDS_A_BLOCK).isZero();
        assertThat(lost.getLast() - lost.getFirst()).isEqualTo(lost.size() - 1);
        assertThat(found).startsWith(0).endsWith(nextRecord - 1);
        assertThat(damage()).isEqualTo(1);
    }

    @Test
    void aTruncatedNewestSegmentIsDamageBelowTheMark() throws IOException {
        truncate(segments().getLast(), blockAt(1) + 10);
        open();
        assertThat(damage()).isEqualTo(1);
        append();
        assertThat(readAll()).endsWith(nextRecord - 1);
    }

    @Test
    void aMissingSegmentIsTold() throws IOException {
        Files.delete(segments().get(1));
        assertThat(scan().missingSegments()).containsExactly(1L);
        open();
        assertThat(damage()).isEqualTo(1);
        assertThat(readAll()).startsWith(0).endsWith(nextRecord - 1);
    }

    @Test
    void aDeletedIndexIsRebuilt() throws IOException {
        for (String name : disk.list(stripe())) {
            if (name.endsWith(".index")) {
                Files.delete(stripe().resolve(name));
            }
        }
        open();
        assertThat(readAll()).isEqualTo(allBut());
        assertThat(stripe().resolve("0000000000.index")).exists();
        assertThat(damage()).isZero();
    }

    @Test
    void oneDamagedHeaderCopyCostsNothing() throws IOException {
        flip(segments().get(1), 33);
        open();
        assertThat(readAll()).isEqualTo(allBut());
    }

    @Test
    void anUnknownFormatIsRefusedAndLeftAlone() throws IOException {
        Path newest = segments().getLast();
        flip(newest, 8);
        flip(newest, SegmentHeader.COPY_OFFSET + 8);
        byte[] before = Files.readAllBytes(newest);
        assertThatThrownBy(this::open).isInstanceOf(FormatUnsupported.class).hasMessageContaining("version 5");
        assertThat(Files.readAllBytes(newest)).isEqualTo(before);
    }

    @Test
    void aBlockInsideARecordIsNotTakenForOne() throws IOException {
        assertThat(blocksFoundWithOneForged(0)).as("a producer does not know the nonce").isEqualTo(21);
        open();
        assertThat(readAll()).isEqualTo(allBut());
    }

    @Test
    void itIsTheNonceThatTellsAForgedBlock() throws IOException {
        ByteBuffer header = ByteBuffer.wrap(Files.readAllBytes(segments().getLast())).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(blocksFoundWithOneForged(header.getLong(32))).isEqualTo(22);
    }

    /** Puts a block, perfect for this nonce, into a record, damages the block around it, and counts what a scan accepts. */
    private int blocksFoundWithOneForged(long nonce) throws IOException {
        forgetTheStopInOrder();
        open();
        Path newest = segments().getLast();
        byte[] block = Arrays.copyOfRange(Files.readAllBytes(newest), (int) blockAt(0), (int) blockAt(1));
        long forgedAt = Files.size(newest) + BlockHeader.BYTES + RecordBatch.RECORD_OVERHEAD_BYTES + 1;
        ByteBuffer forged = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN).putLong(32, forgedAt);
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(0, nonce));
        crc.update(block, 0, 96);
        crc.update(block, BlockHeader.BYTES, block.length - BlockHeader.BYTES);
        forged.putInt(96, (int) crc.getValue());
        store.append(SHARD, new RecordBatch(64).add(new byte[] {'k'}, forged)).toCompletableFuture().join();
        append();
        store.close();
        flip(newest, forgedAt - 2);
        assertThat(scan().segments().get(2).damaged()).isNotEmpty();
        return scan().segments().stream().mapToInt(segment -> segment.blocks().size()).sum();
    }

    @Test
    void filesOfAnUnknownStreamAreRemovedAtStart() throws IOException {
        Path left = Files.createDirectories(directory.resolve("streams/9/0"));
        Files.copy(segments().getFirst(), left.resolve("0000000000.log"), StandardCopyOption.REPLACE_EXISTING);
        open();
        assertThat(directory.resolve("streams/9")).doesNotExist();
    }
}
