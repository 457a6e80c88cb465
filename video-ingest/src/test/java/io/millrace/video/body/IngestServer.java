package io.millrace.video.body;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.catalog.MemoryCatalog;
import io.millrace.checkpoint.MemoryCheckpoints;
import io.millrace.clock.Clock;
import io.millrace.disk.FileDisk;
import io.millrace.identity.Identity;
import io.millrace.stream.log.block.LogSettings;
import io.millrace.stream.log.block.LogThreads;
import io.millrace.video.api.StreamLookup;
import io.millrace.video.fragment.Fragment;
import io.millrace.video.fragment.FragmentContent;
import io.millrace.video.fragment.FragmentNumber;
import io.millrace.video.fragment.FragmentRange;
import io.millrace.video.fragment.FragmentSettings;
import io.millrace.video.fragment.FragmentStore;
import io.millrace.video.fragment.local.LocalFragmentStore;
import io.millrace.video.stream.VideoStream;
import io.millrace.video.stream.VideoStreams;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** PutMedia on a bare HTTP server, over a store on files. */
final class IngestServer implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx();
    private final Identity identity = new Identity("000000000000", "us-east-1");
    private final Path directory;
    private final LocalFragmentStore store;
    private final FragmentStore taking;
    private final VideoStreams streams;
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private HttpServer http;

    IngestServer() {
        this(UnaryOperator.identity());
    }

    /** @param between stands between the connections and the store */
    IngestServer(UnaryOperator<FragmentStore> between) {
        try {
            directory = Files.createTempDirectory("ingest");
            LogSettings log = LogSettings.defaults();
            store = LocalFragmentStore.open(directory.resolve("video"), 1, List.of(), new FileDisk(), Clock.SYSTEM, new MemoryCheckpoints(),
                    log, FragmentSettings.defaults(), LogThreads.start(log), new SimpleMeterRegistry());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        taking = between.apply(store);
        streams = new VideoStreams(new MemoryCatalog(), store, Clock.SYSTEM, 100);
    }

    /** Returns the port. */
    int start(IngestSettings settings) {
        return start(settings, new HttpServerOptions());
    }

    int start(IngestSettings settings, HttpServerOptions options) {
        PutMediaHandler handler = new PutMediaHandler(vertx, new StreamLookup(streams, identity), taking, settings, Clock.SYSTEM,
                meters);
        http = vertx.createHttpServer(options).requestHandler(handler).listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().join();
        return http.actualPort();
    }

    /** The same streams with other settings on another port. */
    int restart(IngestSettings settings) {
        http.close().toCompletionStage().toCompletableFuture().join();
        return start(settings);
    }

    private static <T> T await(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    void create(String name, int retentionHours) {
        await(streams.create(name, Optional.empty(), Optional.empty(), retentionHours, Map.of()));
    }

    void keep(String name, int retentionHours) {
        await(streams.change(stream(name), Optional.empty(), found -> found.keeping(retentionHours)));
    }

    void delete(String name) {
        await(streams.delete(stream(name), Optional.empty()));
    }

    private VideoStream stream(String name) {
        return streams.find(name).orElseThrow();
    }

    String arn(String name) {
        return stream(name).arn(identity);
    }

    /** Fragments of which the connections know that they are durable. */
    int committed() {
        return (int) meters.get("millrace.video.put.fragments").counter().count();
    }

    List<Fragment> fragments(String name) {
        return await(store.list(stream(name).id(), FragmentRange.ALL, FragmentNumber.NONE, 5000));
    }

    byte[] content(String name, Fragment fragment) {
        FragmentContent content = await(store.open(stream(name).id(), fragment.number())).orElseThrow();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (bytes.size() < fragment.bytes()) {
            ByteBuffer piece = await(content.read(bytes.size()));
            byte[] copy = new byte[piece.remaining()];
            piece.get(copy);
            bytes.writeBytes(copy);
        }
        return bytes.toByteArray();
    }

    @Override
    public void close() {
        await(vertx.close().toCompletionStage());
        store.close();
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
