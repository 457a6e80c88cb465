package io.millrace.firehose.api;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.catalog.MemoryCatalog;
import io.millrace.clock.ManualClock;
import io.millrace.disk.SimulatedDisk;
import io.millrace.firehose.config.CompressionFormat;
import io.millrace.firehose.config.ConfigReader;
import io.millrace.firehose.deliver.DeliverySettings;
import io.millrace.firehose.deliver.HttpEndpointSettings;
import io.millrace.firehose.deliver.S3Settings;
import io.millrace.firehose.deliver.ServiceOutlets;
import io.millrace.firehose.format.ConcatenatedFormat;
import io.millrace.firehose.registry.DeliveryStream;
import io.millrace.firehose.registry.DeliveryStreams;
import io.millrace.firehose.seal.KeyRing;
import io.millrace.firehose.source.Intake;
import io.millrace.firehose.source.KinesisStreams;
import io.millrace.firehose.transform.ServiceProcessors;
import io.millrace.identity.Identity;
import io.millrace.kinesis.Calls;
import io.millrace.kinesis.KinesisApi;
import io.millrace.kinesis.KinesisSettings;
import io.millrace.stream.MemoryRecordStore;
import io.millrace.stream.StreamId;
import io.millrace.stream.registry.RegistrySettings;
import io.millrace.stream.registry.StreamRegistry;
import io.millrace.wire.http.WireBudgets;
import io.millrace.wire.http.WireHandler;
import io.millrace.wire.http.WireSettings;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** The Firehose API, and Kinesis for its sources, on a bare server over twins in memory. Nothing is delivered; the clock stands still. */
final class FirehoseServer implements AutoCloseable {

    static final long START_MILLIS = 1_700_000_000_123L;
    static final int STREAMS_MAX = 20;
    /** There is a key file for this one, a file of the wrong size for {@code broken}, and none for others. */
    static final String KEY = "arn:aws:kms:us-east-1:000000000000:key/good", BROKEN_KEY = "arn:aws:kms:us-east-1:000000000000:key/broken";
    private static final Path KEYS = Path.of("/keys");
    private static final long WAIT_SECONDS = 20;

    final ManualClock clock = new ManualClock(START_MILLIS);
    final HeldIntake intake = new HeldIntake();
    final DeliveryStreams streams;
    private final MemoryRecordStore store = new MemoryRecordStore(clock);
    private final StreamRegistry sources;
    private final Vertx vertx = Vertx.vertx();
    private final WireHandler handler;
    private final HttpServer server;
    private final Calls calls;

    FirehoseServer() throws Exception {
        MemoryCatalog catalog = new MemoryCatalog();
        Identity identity = new Identity("000000000000", "us-east-1");
        streams = new DeliveryStreams(catalog, store, STREAMS_MAX);
        sources = new StreamRegistry(catalog, store, clock, RegistrySettings.defaults());
        ServiceOutlets outlets = new ServiceOutlets(new DeliverySettings(Optional.of(S3Settings.defaults()), Path.of("none"),
                HttpEndpointSettings.defaults()), conversion -> new ConcatenatedFormat(CompressionFormat.UNCOMPRESSED), new Random(1));
        FirehoseApi.Rooms rooms = new FirehoseApi.Rooms(streams, intake, new KinesisStreams(sources, store, identity), outlets,
                new ServiceProcessors(clock), new ConfigReader(false), keys());
        WireSettings wire = WireSettings.defaults();
        WireBudgets budgets = WireBudgets.of(wire);
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        handler = new WireHandler(List.of(FirehoseApi.open(rooms, identity, clock),
                KinesisApi.open(sources, store, identity, clock, KinesisSettings.defaults(), budgets, meters)), wire, budgets, clock, meters);
        server = vertx.createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(0));
        server.requestHandler(handler);
        server.listen().toCompletionStage().toCompletableFuture().get(WAIT_SECONDS, TimeUnit.SECONDS);
        calls = new Calls(URI.create("http://127.0.0.1:" + server.actualPort()));
    }

    private static KeyRing keys() throws IOException {
        SimulatedDisk disk = new SimulatedDisk();
        disk.createDirectories(KEYS);
        disk.create(KEYS.resolve("good.key")).write(ByteBuffer.allocate(32), 0);
        disk.create(KEYS.resolve("broken.key")).write(ByteBuffer.allocate(31), 0);
        return new KeyRing(disk, KEYS);
    }

    Calls.Answer call(String operation, String json) {
        return calls.send("Firehose_20150804." + operation, Calls.JSON_TYPE, json.getBytes(StandardCharsets.UTF_8));
    }

    /** A call that succeeds. */
    Calls.Answer done(String operation, String json) {
        Calls.Answer answer = call(operation, json);
        if (answer.status() != 200) {
            throw new AssertionError(operation + " " + json + ": " + answer);
        }
        return answer;
    }

    Calls kinesis() {
        return calls;
    }

    @Override
    public void close() throws Exception {
        server.close().toCompletionStage().toCompletableFuture().get(WAIT_SECONDS, TimeUnit.SECONDS);
        handler.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(WAIT_SECONDS, TimeUnit.SECONDS);
        sources.close();
        streams.close();
        store.close();
    }

    /** Keeps what is put, or refuses it. */
    static final class HeldIntake implements Intake {

        final List<byte[]> records = new ArrayList<>();
        volatile boolean open = true;
        volatile RuntimeException refusal;

        @Override
        public synchronized CompletionStage<List<String>> put(DeliveryStream stream, List<byte[]> given) {
            if (refusal != null) {
                return CompletableFuture.failedStage(refusal);
            }
            int first = records.size();
            records.addAll(given);
            return CompletableFuture.completedStage(IntStream.range(first, records.size()).mapToObj(index -> "record-" + index).toList());
        }

        @Override
        public boolean isOpen(StreamId stream) {
            return open;
        }
    }
}
