package io.millrace.firehose.engine;

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
import io.millrace.firehose.deliver.DeliverySettings;
import io.millrace.firehose.deliver.Destination;
import io.millrace.firehose.deliver.Outlet;
import io.millrace.firehose.deliver.FormatThreads;
import io.millrace.firehose.deliver.OutletFactory;
import io.millrace.firehose.deliver.Parcel;
import io.millrace.firehose.deliver.Receipt;
import io.millrace.firehose.deliver.ServiceOutlets;
import io.millrace.firehose.error.ServiceErrorRecords;
import io.millrace.firehose.format.ConcatenatedFormat;
import io.millrace.firehose.registry.DeliveryStream;
import io.millrace.firehose.registry.DeliveryStreams;
import io.millrace.firehose.seal.KeyRing;
import io.millrace.firehose.source.KinesisStreams;
import io.millrace.firehose.transform.ServiceProcessors;
import io.millrace.identity.Identity;
import io.millrace.invoke.Invoker;
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
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * One delivery stream on the test's thread with a clock that only the test moves. Names, formats and retry durations are the service's;
 * what would leave by the network or to a directory stays here.
 */
final class OnePipeline {

    private static final Path ROOT = Path.of("/data/firehose/pipelines");
    private static final String NAME = "one";
    private static final StreamDescription KINESIS = PlainDirectory.stream(1_000_000, 1);

    final ManualClock clock = new ManualClock(1_800_000_000_000L);
    final List<Delivered> delivered = new ArrayList<>();
    /** What the data's destination answers, one after the other; then it takes everything. */
    final ArrayDeque<Receipt> answers = new ArrayDeque<>();
    /** When the data's destination was asked, in milliseconds since the start. */
    final List<Long> attempts = new ArrayList<>();
    final DeliveryStreams streams;
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    /** What the destination's next uploads throw. */
    final ArrayDeque<Error> defects = new ArrayDeque<>();
    /** How many of the next uploads have no thread. */
    int uploadsRefused;
    /** Whether what is made in columns waits; conversion leaves records as they are. */
    boolean columnsWait;
    long usableBytes = Long.MAX_VALUE;
    private final ArrayDeque<Runnable> columns = new ArrayDeque<>();
    private final MemoryRecordStore store;
    private final ArrayDeque<Runnable> queue = new ArrayDeque<>();
    private final PriorityQueue<Later> timers = new PriorityQueue<>(Comparator.comparingLong(Later::dueMillis));
    private final Pipelines pipelines;

    private record Later(long dueMillis, Runnable task) {
    }

    /** @param way {@code data}, {@code backup} or {@code errors} */
    record Delivered(String way, String name, String text) {
    }

    OnePipeline(DestinationKind kind, ConfigTree configuration, Invoker invoker) {
        this(new DeliveryStream.DirectPut(0), kind, configuration, invoker);
    }

    /** One that reads a stream of one shard, which {@link #produce} fills. */
    static OnePipeline reading(ConfigTree configuration, Invoker invoker) {
        return new OnePipeline(new DeliveryStream.KinesisSource("arn", "role", 0, KINESIS.id(), Map.of()), DestinationKind.EXTENDED_S3, configuration, invoker);
    }

    private OnePipeline(DeliveryStream.Source source, DestinationKind kind, ConfigTree configuration, Invoker invoker) {
        store = new MemoryRecordStore(clock, queue::add);
        PlainDirectory directory = new PlainDirectory();
        directory.put(KINESIS);
        store.create(KINESIS.id(), KINESIS.shards());
        SimulatedDisk disk = new SimulatedDisk();
        streams = new DeliveryStreams(new MemoryCatalog(), store, 10);
        ConfigTree tree = ConfigDefaults.complete(kind, configuration);
        streams.create(NAME, id -> new DeliveryStream(id, NAME, clock.millis(), clock.millis(), 1, source, kind, tree,
                DeliveryStream.Encryption.DISABLED, Map.of(), false));
        runAll();
        FirehoseSettings usual = FirehoseSettings.defaults();
        FirehoseSettings settings = new FirehoseSettings(10, Long.MAX_VALUE, 0, OptionalLong.empty(), 500, 4, 2, 2, usual.appendBytes(), 1, 1, true, usual.stopWait());
        Identity identity = new Identity("000000000000", "us-east-1");
        PipelineContext context = new PipelineContext(store, new KinesisStreams(directory, store, identity), new MemoryCheckpoints(), disk, DiskReserve.NONE, ROOT,
                new KeyRing(disk, Path.of("/data/firehose/keys")), new Kept(), new ServiceProcessors(clock), new ServiceErrorRecords(),
                new ConfigReader(true), invoker, identity, clock, new Random(1),
                (wait, task) -> timers.add(new Later(clock.millis() + wait.toMillis(), task)), queue::add, new FormatThreads(queue::add, columns::add), this::upload,
                meters, settings);
        pipelines = new Pipelines(context, streams, new Space());
        pipelines.start();
        runAll();
    }

    void put(String... records) {
        put(Arrays.stream(records).map(record -> record.getBytes(StandardCharsets.UTF_8)).toList());
    }

    void put(List<byte[]> records) {
        pipelines.put(streams.find(NAME).orElseThrow(), records);
        runAll();
    }

    /** Puts records into the stream that is read. */
    void produce(String... records) {
        RecordBatch batch = new RecordBatch(0);
        for (String record : records) {
            batch.add("key".getBytes(StandardCharsets.UTF_8), ByteBuffer.wrap(record.getBytes(StandardCharsets.UTF_8)));
        }
        store.append(KINESIS.key(KINESIS.shards().getFirst()), batch);
        runAll();
    }

    /** A gauge or counter of the delivery stream. */
    double metric(String name) {
        return meters.get("millrace.firehose." + name).tag("stream", NAME).meter().measure().iterator().next().getValue();
    }

    private void upload(Runnable task) {
        if (uploadsRefused > 0) {
            uploadsRefused--;
            throw new OutOfMemoryError("unable to create native thread");
        }
        queue.add(task);
    }

    /** Time goes by in steps of 100 ms. */
    void pass(Duration time) {
        for (long left = time.toMillis(); left > 0; left -= 100) {
            clock.advance(Duration.ofMillis(Math.min(100, left)));
            while (!timers.isEmpty() && timers.peek().dueMillis() <= clock.millis()) {
                timers.remove().task().run();
                runAll();
            }
            pipelines.measure();
            pipelines.tick();
            runAll();
        }
    }

    List<String> texts(String way) {
        return delivered.stream().filter(object -> object.way().equals(way)).map(Delivered::text).toList();
    }

    List<String> names(String way) {
        return delivered.stream().filter(object -> object.way().equals(way)).map(Delivered::name).toList();
    }

    private void runAll() {
        while (!queue.isEmpty() || !columnsWait && !columns.isEmpty()) {
            (queue.isEmpty() ? columns : queue).remove().run();
        }
    }

    private final class Space implements SpaceGauge {

        @Override
        public long usedBytes(StreamId stream) {
            return 0;
        }

        @Override
        public long usableBytes() {
            return OnePipeline.this.usableBytes;
        }
    }

    /** The service's outlets with destinations that keep what they get. */
    private final class Kept implements OutletFactory {

        private final ServiceOutlets outlets = new ServiceOutlets(DeliverySettings.defaults(Path.of("none")),
                conversion -> new ConcatenatedFormat(CompressionFormat.UNCOMPRESSED), new Random(2));

        @Override
        public Outlet data(Origin origin, DestinationConfig config) {
            return kept("data", outlets.data(origin, config));
        }

        @Override
        public Outlet backup(Origin origin, S3Config config) {
            return kept("backup", outlets.backup(origin, config));
        }

        @Override
        public Outlet errors(Origin origin, S3Config config) {
            return kept("errors", outlets.errors(origin, config));
        }

        private Outlet kept(String way, Outlet outlet) {
            outlet.destination().close();
            return new Outlet(new Keeper(way), outlet.format(), outlet.naming(), outlet.recordsMax(), outlet.bytesMax(), outlet.retry());
        }
    }

    private final class Keeper implements Destination {

        private final String way;

        private Keeper(String way) {
            this.way = way;
        }

        @Override
        public Receipt deliver(Parcel parcel) {
            if (way.equals("data")) {
                attempts.add(clock.millis() - 1_800_000_000_000L);
                if (!defects.isEmpty()) {
                    throw defects.remove();
                }
                if (!answers.isEmpty()) {
                    return answers.remove();
                }
            }
            try (InputStream in = parcel.content().open()) {
                delivered.add(new Delivered(way, parcel.name(), new String(in.readAllBytes(), StandardCharsets.UTF_8)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return new Receipt.Delivered();
        }

        @Override
        public void close() {
        }
    }
}
