package io.millrace.verify;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.catalog.Change;
import io.millrace.catalog.Kind;
import io.millrace.catalog.TextCodec;
import io.millrace.catalog.local.CatalogSettings;
import io.millrace.catalog.local.LocalCatalog;
import io.millrace.checkpoint.Checkpoint;
import io.millrace.checkpoint.CheckpointKey;
import io.millrace.checkpoint.local.CheckpointSettings;
import io.millrace.checkpoint.local.LocalCheckpoints;
import io.millrace.clock.Clock;
import io.millrace.datadir.DataDirectory;
import io.millrace.disk.Disk;
import io.millrace.disk.FileDisk;
import io.millrace.journal.DiskReserve;
import io.millrace.process.Await;
import io.millrace.stream.HashRange;
import io.millrace.stream.Position;
import io.millrace.stream.Positions;
import io.millrace.stream.RecordBatch;
import io.millrace.stream.Shard;
import io.millrace.stream.ShardId;
import io.millrace.stream.ShardKey;
import io.millrace.stream.StreamDescription;
import io.millrace.stream.StreamId;
import io.millrace.stream.StreamMode;
import io.millrace.stream.StreamName;
import io.millrace.stream.log.LocalRecordStore;
import io.millrace.stream.log.block.Durability;
import io.millrace.stream.log.block.LogSettings;
import io.millrace.stream.log.block.LogThreads;
import io.millrace.stream.registry.StreamRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A data directory as a server leaves it after a clean stop: a stream of two shards in several segments, and all else. */
final class WrittenDirectory {

    static final StreamId STREAM = new StreamId(7);
    static final CheckpointKey READER = new CheckpointKey("mapping/a", STREAM + "/0");
    private static final Kind<String> THINGS = new Kind<>("things", new TextCodec());
    private static final int SEGMENT_BYTES = 32 * 1024;
    private static final int BATCHES = 60;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    final Path root;
    final int records = BATCHES * 2;

    private WrittenDirectory(Path root) {
        this.root = root;
    }

    /** Writes a directory whose reader's checkpoint is {@code ahead} positions behind the end; 0 is right at the end. */
    static WrittenDirectory write(Path root, long ahead) throws Exception {
        Disk disk = new FileDisk();
        try (DataDirectory directory = DataDirectory.open(root);
                LocalCatalog catalog = LocalCatalog.open(disk, directory.catalog(), DiskReserve.NONE, CatalogSettings.defaults());
                LocalCheckpoints checkpoints = LocalCheckpoints.open(disk, directory.checkpoints(), DiskReserve.NONE,
                        CheckpointSettings.defaults())) {
            for (int i = 0; i < 5; i++) {
                catalog.commit(Change.create().put(THINGS, "thing-" + i, Change.ABSENT, "value " + i)).toCompletableFuture().join();
            }
            StreamDescription stream = new StreamDescription(STREAM, new StreamName("written"), Instant.EPOCH, StreamMode.PROVISIONED,
                    Duration.ofDays(1), 1 << 20, shards(), Map.of());
            catalog.commit(Change.create().put(StreamRegistry.KIND, "written", Change.ABSENT, stream)).toCompletableFuture().join();
            Position end = records(disk, directory.streams(), catalog.epoch(), checkpoints);
            checkpoints.put(READER, Checkpoint.at(end.plus(ahead).value()));
            checkpoints.flush().toCompletableFuture().join();
            writeCode(directory.functions().resolve("code"));
        }
        return new WrittenDirectory(root);
    }

    private static List<Shard> shards() {
        List<Shard> shards = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            shards.add(new Shard(new ShardId(i), HashRange.split(2).get(i), 0, Optional.empty(), Optional.empty(), Position.START,
                    Optional.empty()));
        }
        return shards;
    }

    private static Position records(Disk disk, Path streams, int epoch, LocalCheckpoints checkpoints) throws IOException {
        LogSettings settings = LogSettings.defaults().withSegments(SEGMENT_BYTES, 1_000, 1 << 20)
                .withDurability(Durability.OS);
        List<Shard> shards = shards();
        Position end = Position.START;
        try (LocalRecordStore store = LocalRecordStore.open(streams, epoch, Map.of(STREAM, shards), disk, Clock.SYSTEM, checkpoints,
                settings, LogThreads.start(settings), new SimpleMeterRegistry())) {
            store.create(STREAM, shards).toCompletableFuture().join();
            for (int i = 0; i < BATCHES; i++) {
                for (Shard shard : shards) {
                    RecordBatch batch = new RecordBatch(64).add(new byte[] {'k'}, ByteBuffer.wrap(new byte[1_500 + i]));
                    Positions given = store.append(new ShardKey(STREAM, shard.id()), batch).toCompletableFuture().join();
                    end = shard.id().index() == 0 ? given.last().next() : end;
                }
            }
            Path stripe = streams.resolve(STREAM + "/0");
            Await.until(PATIENCE, () -> filesOf(stripe, ".index").size() == filesOf(stripe, ".log").size() - 1,
                    () -> "every closed segment has its index: " + filesOf(stripe, ""));
        }
        return end;
    }

    private static void writeCode(Path directory) throws Exception {
        byte[] code = "a jar".getBytes(StandardCharsets.UTF_8);
        Files.createDirectories(directory);
        String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(code));
        Files.write(directory.resolve(hash), code);
    }

    Path stripe() {
        return root.resolve("streams/" + STREAM + "/0");
    }

    /** Segment files or index files, oldest first. */
    List<Path> files(String suffix) {
        return filesOf(stripe(), suffix);
    }

    private static List<Path> filesOf(Path directory, String suffix) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path journal(String directory) {
        return filesOf(root.resolve(directory), ".journal").getFirst();
    }

    Path code() {
        return filesOf(root.resolve("functions/code"), "").getFirst();
    }

    static void flip(Path file, long bit) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[Math.toIntExact(bit / 8)] ^= (byte) (1 << bit % 8);
        Files.write(file, bytes);
    }

    static void truncate(Path file, long by) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, Math.toIntExact(bytes.length - by)));
    }
}
