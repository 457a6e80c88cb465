package io.millrace.server;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.clock.Clock;
import io.millrace.firehose.api.FirehoseApi;
import io.millrace.firehose.config.ConfigReader;
import io.millrace.firehose.deliver.FormatThreads;
import io.millrace.firehose.deliver.OutletFactory;
import io.millrace.firehose.deliver.ServiceOutlets;
import io.millrace.firehose.engine.DiskSpaceGauge;
import io.millrace.firehose.engine.FirehoseSettings;
import io.millrace.firehose.engine.PipelineContext;
import io.millrace.firehose.engine.Pipelines;
import io.millrace.firehose.error.ServiceErrorRecords;
import io.millrace.firehose.format.columnar.ColumnarConversions;
import io.millrace.firehose.format.columnar.FormatWorkers;
import io.millrace.firehose.registry.DeliveryStreams;
import io.millrace.firehose.schema.SchemaDirectory;
import io.millrace.firehose.schema.TableFiles;
import io.millrace.firehose.schema.api.GlueApi;
import io.millrace.firehose.seal.KeyRing;
import io.millrace.firehose.source.KinesisStreams;
import io.millrace.firehose.transform.ProcessorFactory;
import io.millrace.firehose.transform.ServiceProcessors;
import io.millrace.functions.worker.WorkerJdk;
import io.millrace.identity.Identity;
import io.millrace.stream.log.LocalRecordStore;
import io.millrace.stream.log.block.LogSettings;
import io.millrace.stream.log.block.LogThreads;
import io.millrace.wire.http.WireApi;

/** The delivery streams: their logs, what is on its way, their API, and that of the tables they convert to. Pipelines begin when the port is open, because functions may be part of them. */
record Firehose(Pipelines pipelines, WireApi api, WireApi tables) {

    private static final Duration LOG_TICK = Duration.ofMillis(50), TICK = Duration.ofMillis(100), MEASURE = Duration.ofSeconds(1);
    private static final long MIB = 1024 * 1024;
    private static final long SEGMENT_BYTES = 64 * MIB, QUEUE_BYTES_MIN = 12 * MIB, QUEUE_BYTES_MAX = 32 * MIB;

    /** Recovers what delivery streams accepted; blocks until that is done. */
    static Firehose open(Storage storage, Streams streams, Functions functions, ServerSettings settings, MeterRegistry meters, OpenRooms rooms)
            throws IOException {
        Path root = storage.directory().firehose(), logs = root.resolve("delivery-streams"), directory = root.resolve("pipelines");
        Identity identity = settings.identity();
        FirehoseSettings limits = settings.firehose().toRoom();
        LogSettings log = log(settings.log().toRoom());
        LocalRecordStore store = rooms.add("delivery streams' records", LocalRecordStore.open(logs, storage.catalog().epoch(),
                DeliveryStreams.known(storage.catalog()), storage.disk(), Clock.SYSTEM, storage.checkpoints(), log, LogThreads.start(log), meters));
        DeliveryStreams registry = rooms.add("delivery streams", new DeliveryStreams(storage.catalog(), store, limits.streamsMax()));
        KeyRing keys = new KeyRing(storage.disk(), settings.firehose().keys().orElse(root.resolve("keys")));
        KinesisStreams kinesis = new KinesisStreams(streams.registry(), streams.store(), identity);
        SecureRandom random = new SecureRandom();
        Optional<WorkerJdk> jdk = WorkerJdk.find(settings.functions().javaHome(), Optional.ofNullable(System.getProperty("java.home")).map(Path::of),
                System.getenv());
        FormatWorkers workers = rooms.add("format workers", new FormatWorkers(settings.firehose().formatWorker().toRoom(jdk, System.getenv())));
        TableFiles tables = new TableFiles(settings.firehose().schemas().orElse(root.resolve("schemas")));
        OutletFactory outlets = new ServiceOutlets(settings.firehose().toDelivery(storage.directory(), settings.region()),
                new ColumnarConversions(workers, new SchemaDirectory(tables)), random);
        ProcessorFactory processors = new ServiceProcessors(Clock.SYSTEM);
        ConfigReader reader = new ConfigReader(limits.smallBuffers());
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("firehose-timer").daemon(true).factory());
        rooms.add("firehose timer", timer::shutdown);
        ExecutorService lanes = pool("firehose-lane-", limits.laneThreads(), rooms);
        FormatThreads formats = new FormatThreads(pool("firehose-format-", limits.formatThreads(), rooms),
                pool("firehose-columns-", settings.firehose().formatWorker().workersMax(), rooms));
        Executor uploads = task -> Thread.ofPlatform().name("firehose-upload").daemon(true).start(task);
        PipelineContext context = new PipelineContext(store, kinesis, storage.checkpoints(), storage.disk(), storage.reserve(), directory, keys,
                outlets, processors, new ServiceErrorRecords(), reader, functions.invoker(), identity, Clock.SYSTEM, random,
                (wait, task) -> timer.schedule(task, wait.toNanos(), TimeUnit.NANOSECONDS), lanes, formats, uploads, meters, limits);
        Pipelines pipelines = rooms.add("pipelines", new Pipelines(context, registry, new DiskSpaceGauge(storage.disk(), logs, directory)));
        Upkeep upkeep = rooms.add("firehose upkeep", new Upkeep());
        upkeep.every(LOG_TICK, "idle logs of delivery streams", store::tick);
        upkeep.every(TICK, "pipelines", pipelines::tick);
        upkeep.every(MEASURE, "space of delivery streams", pipelines::measure);
        return new Firehose(pipelines, FirehoseApi.open(new FirehoseApi.Rooms(registry, pipelines, kinesis, outlets, processors, reader, keys),
                identity, Clock.SYSTEM), rooms.add("schema registry", new GlueApi(tables, identity, Clock.SYSTEM)).wire());
    }

    /** Smaller segments, so that what has been delivered makes room soon, and smaller shares of the heap than the streams have. */
    private static LogSettings log(LogSettings streams) {
        return streams.withSegments(Math.min(SEGMENT_BYTES, streams.segmentBytesMax()), streams.segmentBlocksMax(), streams.blockBytesMax())
                .withBudgets(Math.clamp(streams.queueBytesMax() / 2, QUEUE_BYTES_MIN, QUEUE_BYTES_MAX), streams.tailBytesMax() / 2,
                        streams.freeBytesMin());
    }

    private static ExecutorService pool(String name, int threads, OpenRooms rooms) {
        ExecutorService pool = Executors.newFixedThreadPool(threads, Thread.ofPlatform().name(name, 0).daemon(true).factory());
        rooms.add(name, () -> {
            pool.shutdown();
            pool.awaitTermination(1, TimeUnit.SECONDS);
        });
        return pool;
    }
}
