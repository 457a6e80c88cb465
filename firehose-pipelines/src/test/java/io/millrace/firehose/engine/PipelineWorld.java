package io.millrace.firehose.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.catalog.MemoryCatalog;
import io.millrace.checkpoint.MemoryCheckpoints;
import io.millrace.clock.ManualClock;
import io.millrace.disk.SimulatedDisk;
import io.millrace.firehose.config.CompressionFormat;
import io.millrace.firehose.config.ConfigDefaults;
import io.millrace.firehose.config.ConfigReader;
import io.millrace.firehose.config.ConfigTree;
import io.millrace.firehose.config.DestinationConfig;
import io.millrace.firehose.config.DestinationKind;
import io.millrace.firehose.config.S3Config;
import io.millrace.firehose.deliver.Destination;
import io.millrace.firehose.deliver.Outlet;
import io.millrace.firehose.deliver.FormatThreads;
import io.millrace.firehose.deliver.OutletFactory;
import io.millrace.firehose.deliver.Parcel;
import io.millrace.firehose.deliver.Receipt;
import io.millrace.firehose.error.ServiceErrorRecords;
import io.millrace.firehose.format.ConcatenatedFormat;
import io.millrace.firehose.prefix.ObjectNaming;
import io.millrace.firehose.registry.DeliveryStream;
import io.millrace.firehose.registry.DeliveryStreams;
import io.millrace.firehose.seal.KeyRing;
import io.millrace.firehose.source.KinesisStreams;
import io.millrace.firehose.source.KplMessage;
import io.millrace.firehose.transform.ServiceProcessors;
import io.millrace.identity.Identity;
import io.millrace.journal.DiskReserve;
import io.millrace.stream.MemoryRecordStore;
import io.millrace.stream.RecordBatch;
import io.millrace.stream.StreamDescription;
import io.millrace.stream.StreamId;
import io.millrace.trigger.PlainDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * One delivery stream on one thread: a seed decides which queue's next task runs, when power is cut, what of unsynced writes stays, and
 * what the destination answers. The record store keeps what it acknowledged; spools, manifests and keys are on the simulated disk.
 */
final class PipelineWorld {

    private static final Path ROOT = Path.of("/data/firehose/pipelines");
    private static final int SETTLE_ROUNDS_MAX = 5_000, IDLE_ROUNDS = 20, APPEND_BYTES = 4_000, USERS_MAX = 12;
    private static final StreamDescription KINESIS = PlainDirectory.stream(1_000_000, 2);

    private final Random random;
    /** A Kinesis stream of two shards is read, with aggregates whose outcomes are logged in several batches. */
    private final boolean sourced;
    private final boolean partitioned;
    private final boolean backedUp;
    private final ManualClock clock = new ManualClock(1_800_000_000_000L);
    private final SimulatedDisk disk = new SimulatedDisk();
    private final MemoryCheckpoints checkpoints = new MemoryCheckpoints();
    private final PlainDirectory directory = new PlainDirectory();
    private final MemoryCatalog catalog = new MemoryCatalog();
    private final List<ArrayDeque<Runnable>> queues = new ArrayList<>();
    private final PriorityQueue<Later> timers = new PriorityQueue<>(Comparator.comparingLong(Later::dueMillis));
    private final MemoryRecordStore store;
    private final DeliveryStreams streams;
    private final Map<String, byte[]> delivered = new HashMap<>();
    private final Map<String, byte[]> backup = new HashMap<>();
    private final Set<String> acknowledged = new HashSet<>();
    private Pipelines pipelines;
    private boolean good;
    private int put;
    private int names;

    private record Later(long dueMillis, Runnable task) {
    }

    PipelineWorld(long seed, boolean sourced) {
        this.sourced = sourced;
        random = new Random(seed * 0x9E3779B97F4A7C15L);
        partitioned = random.nextBoolean();
        backedUp = random.nextBoolean();
        store = new MemoryRecordStore(clock, queue());
        streams = new DeliveryStreams(catalog, store, 10);
        DeliveryStream.Encryption encryption = random.nextBoolean() ? DeliveryStream.Encryption.DISABLED
                : new DeliveryStream.Encryption(true, Optional.of("AWS_OWNED_CMK"), Optional.empty());
        ConfigTree tree = ConfigDefaults.complete(DestinationKind.EXTENDED_S3, configuration());
        directory.put(KINESIS);
        store.create(KINESIS.id(), KINESIS.shards());
        DeliveryStream.Source source = sourced ? new DeliveryStream.KinesisSource("arn", "role", clock.millis(), KINESIS.id(), Map.of())
                : new DeliveryStream.DirectPut(0);
        streams.create("sim", id -> new DeliveryStream(id, "sim", clock.millis(), clock.millis(), 1, source,
                DestinationKind.EXTENDED_S3, tree, encryption, Map.of(), false));
        runAll();
        boot();
    }

    private ConfigTree configuration() {
        ConfigTree tree = ConfigTree.EMPTY.with("RoleARN", "arn:aws:iam::000000000000:role/any").with("BucketARN", "arn:aws:s3:::bucket")
                .with("BufferingHints", Map.of("SizeInMBs", 1L, "IntervalInSeconds", 1L + random.nextInt(5)));
        if (backedUp) {
            tree = tree.with("S3BackupMode", "Enabled").with("S3BackupConfiguration", Map.of("RoleARN", "arn:aws:iam::000000000000:role/any",
                    "BucketARN", "arn:aws:s3:::backup", "BufferingHints", Map.of("SizeInMBs", 1L, "IntervalInSeconds", 2L)));
        }
        if (!partitioned) {
            return tree;
        }
        return tree.with("Prefix", "k=!{partitionKeyFromQuery:k}/").with("ErrorOutputPrefix", "errors/")
                .with("DynamicPartitioningConfiguration", Map.of("Enabled", true))
                .with("ProcessingConfiguration", Map.of("Enabled", true, "Processors", List.of(Map.of("Type", "MetadataExtraction", "Parameters",
                        List.of(Map.of("ParameterName", "MetadataExtractionQuery", "ParameterValue", "{k:.k}"),
                                Map.of("ParameterName", "JsonParsingEngine", "ParameterValue", "JQ-1.6"))))));
    }

    private Executor queue() {
        ArrayDeque<Runnable> queue = new ArrayDeque<>();
        queues.add(queue);
        return queue::add;
    }

    private void boot() {
        FirehoseSettings usual = FirehoseSettings.defaults();
        FirehoseSettings settings = new FirehoseSettings(10, Long.MAX_VALUE, 0, OptionalLong.empty(), 500, 4, 2, 2, APPEND_BYTES, 1, 1, true,
                usual.stopWait());
        Identity identity = new Identity("000000000000", "us-east-1");
        PipelineContext context = new PipelineContext(store, new KinesisStreams(directory, store, identity), checkpoints, disk, DiskReserve.NONE, ROOT,
                new KeyRing(disk, Path.of("/data/firehose/keys")), new Outlets(), new ServiceProcessors(clock), new ServiceErrorRecords(),
                new ConfigReader(true), null, identity, clock, random,
                (wait, task) -> timers.add(new Later(clock.millis() + wait.toMillis(), task)), queue(), new FormatThreads(queue(), queue()), queue(), new SimpleMeterRegistry(),
                settings);
        pipelines = new Pipelines(context, streams, new Plenty());
        pipelines.start();
    }

    /** Anything may happen, so many times. */
    void live(int events) {
        for (int i = 0; i < events; i++) {
            int dice = random.nextInt(100);
            if (dice < 20) {
                if (sourced) {
                    putAggregate();
                } else {
                    put();
                }
            } else if (dice < 30) {
                pass(Duration.ofMillis(random.nextInt(3_000)));
            } else if (dice < 31) {
                powerCut();
            } else if (dice < 32) {
                failSpool();
            } else {
                runOne();
            }
        }
    }

    private void put() {
        List<String> ids = new ArrayList<>();
        List<byte[]> records = records(ids, 1 + random.nextInt(5), 20_000);
        pipelines.put(streams.find("sim").orElseThrow(), records).whenComplete((done, failure) -> acknowledge(ids, failure));
    }

    private void putAggregate() {
        List<String> ids = new ArrayList<>();
        byte[] aggregate = KplMessage.of(records(ids, 1 + random.nextInt(USERS_MAX), 1_500), 1).aggregate();
        store.append(KINESIS.key(KINESIS.shards().get(random.nextInt(2))), new RecordBatch(0).add("key".getBytes(StandardCharsets.UTF_8), ByteBuffer.wrap(aggregate)))
                .whenComplete((done, failure) -> acknowledge(ids, failure));
    }

    private List<byte[]> records(List<String> ids, int count, int fillMax) {
        List<byte[]> records = new ArrayList<>();
        for (int left = count; left > 0; left--) {
            String id = "r" + put++;
            ids.add(id);
            records.add(("{\"id\":\"" + id + "\",\"k\":\"" + random.nextInt(4) + "\",\"fill\":\"" + "x".repeat(random.nextInt(fillMax)) + "\"}\n")
                    .getBytes(StandardCharsets.UTF_8));
        }
        return records;
    }

    private void acknowledge(List<String> ids, Throwable failure) {
        if (failure == null) {
            acknowledged.addAll(ids);
        }
    }

    /** A write of one of the next spools will fail, and a read. */
    private void failSpool() {
        disk.faults().only(path -> path.toString().endsWith(".spool"));
        disk.faults().failWrite(random.nextInt(5), random.nextInt(1_000));
        disk.faults().failRead(random.nextInt(5));
    }

    private void pass(Duration time) {
        clock.advance(time);
        while (!timers.isEmpty() && timers.peek().dueMillis() <= clock.millis()) {
            timers.remove().task().run();
        }
        pipelines.tick();
    }

    private void powerCut() {
        queues.forEach(ArrayDeque::clear);
        timers.clear();
        disk.crash(random);
        store.restart();
        // what the store tells the subscriptions of the past
        queues.forEach(ArrayDeque::clear);
        boot();
    }

    private boolean runOne() {
        List<ArrayDeque<Runnable>> ready = queues.stream().filter(queue -> !queue.isEmpty()).toList();
        if (ready.isEmpty()) {
            return false;
        }
        ready.get(random.nextInt(ready.size())).remove().run();
        return true;
    }

    private void runAll() {
        boolean more = true;
        while (more) {
            more = runOne();
        }
    }

    /** The destination is well from now on, nothing more is put, and time passes until all is delivered; then power is cut once more. */
    void settle() {
        good = true;
        disk.faults().clear();
        powerCut();
        for (int i = 0; i < SETTLE_ROUNDS_MAX && !isAllThere(); i++) {
            idle(1);
        }
        idle(IDLE_ROUNDS);
        powerCut();
        idle(IDLE_ROUNDS);
    }

    private void idle(int seconds) {
        for (int i = 0; i < seconds; i++) {
            runAll();
            pass(Duration.ofSeconds(1));
        }
        runAll();
    }

    private boolean isAllThere() {
        return sightings(delivered).keySet().containsAll(acknowledged) && (!backedUp || sightings(backup).keySet().containsAll(acknowledged));
    }

    /** How many objects each record is in, as often as it is. */
    private static Map<String, Integer> sightings(Map<String, byte[]> objects) {
        Map<String, Integer> sightings = new HashMap<>();
        objects.values().forEach(object -> new String(object, StandardCharsets.UTF_8).lines().forEach(line ->
                sightings.merge(line.substring(7, line.indexOf('"', 7)), 1, Integer::sum)));
        return sightings;
    }

    void check() {
        assertThat(acknowledged).as("something was acknowledged").isNotEmpty();
        check(delivered);
        if (backedUp) {
            check(backup);
        }
    }

    private void check(Map<String, byte[]> objects) {
        Map<String, Integer> sightings = sightings(objects);
        assertThat(sightings.keySet()).as("nothing acknowledged is lost").containsAll(acknowledged);
        assertThat(sightings).as("each record is in one object").allSatisfy((id, times) -> assertThat(times).isEqualTo(1));
    }

    private record Plenty() implements SpaceGauge {

        @Override
        public long usedBytes(StreamId stream) {
            return 0;
        }

        @Override
        public long usableBytes() {
            return Long.MAX_VALUE;
        }
    }

    private final class Outlets implements OutletFactory {

        private final ObjectNaming naming = new ObjectNaming() {
            @Override
            public String name(ObjectTraits object) {
                return "object-" + names++;
            }

            @Override
            public Set<String> queryKeys() {
                return partitioned ? Set.of("k") : Set.of();
            }
        };

        @Override
        public Outlet data(Origin origin, DestinationConfig config) {
            return outlet(delivered);
        }

        @Override
        public Outlet backup(Origin origin, S3Config config) {
            return outlet(backup);
        }

        @Override
        public Outlet errors(Origin origin, S3Config config) {
            return outlet(delivered);
        }

        private Outlet outlet(Map<String, byte[]> objects) {
            return new Outlet(new Moody(objects), new ConcatenatedFormat(CompressionFormat.UNCOMPRESSED), naming, Long.MAX_VALUE, Long.MAX_VALUE, Optional.empty());
        }
    }

    /** Fails before or after it has stored the parcel, until it is told to be good. */
    private final class Moody implements Destination {

        private final Map<String, byte[]> objects;

        private Moody(Map<String, byte[]> objects) {
            this.objects = objects;
        }

        @Override
        public Receipt deliver(Parcel parcel) {
            int mood = good ? 0 : random.nextInt(4);
            if (mood == 1) {
                return new Receipt.Retryable("Refused", "not now", Optional.empty());
            }
            try (InputStream in = parcel.content().open()) {
                byte[] bytes = in.readAllBytes();
                assertThat(bytes).hasSize((int) parcel.content().lengthBytes());
                byte[] before = objects.put(parcel.name(), bytes);
                assertThat(before == null || java.util.Arrays.equals(before, bytes)).as("the same parcel again").isTrue();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return mood == 2 ? new Receipt.Retryable("Lost", "the answer was lost", Optional.empty()) : new Receipt.Delivered();
        }

        @Override
        public void close() {
            // nothing to free
        }
    }
}
