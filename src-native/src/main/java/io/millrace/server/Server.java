package io.millrace.server;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.access.AccessKey;
import io.millrace.access.AccessKeys;
import io.millrace.access.AccessSettings;
import io.millrace.access.SignedLinks;
import io.millrace.access.http.CallerIdentity;
import io.millrace.clock.Clock;
import io.millrace.datadir.DataDirectoryException;
import io.millrace.identity.Identity;
import io.millrace.kinesis.KinesisApi;
import io.millrace.stream.access.LocalStreams;
import io.millrace.stream.access.StreamAccess;
import io.millrace.trigger.Triggers;
import io.millrace.wire.http.WireApi;
import io.millrace.wire.http.WireBudgets;
import io.millrace.wire.http.WireHandler;
import io.millrace.wire.http.WireSettings;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.annotations.CommandLineArguments;
import io.quarkus.vertx.http.HttpServerStart;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.ConfigProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rooms. Opened before the port opens, so that an open port says that everything is recovered. Triggers begin when the
 * port is open and end before it closes, because functions put what they make back to it. The rest is closed behind the port.
 */
@Singleton
public class Server {

    /** The argument that lets a server without access keys listen beyond this machine. */
    public static final String INSECURE_BIND = "--insecure-bind";
    /** The setting, and its value, by which Quarkus opens the TLS port with a certificate of ours. */
    public static final String TLS_PROPERTY = TlsPort.NAME_PROPERTY, TLS_NAME = TlsPort.NAME;
    /** The argument that lets a server without access keys make one, kept in its data directory and used from then on. */
    public static final String MAKE_KEYS = "--make-keys";
    private static final Logger LOGGER = LoggerFactory.getLogger(Server.class);
    private static final Duration CHANNELS_STOP_WAIT = Duration.ofSeconds(5);

    private final ServerSettings settings;
    private final MeterRegistry meters;
    private final FrontDoor door;
    private final VideoDoor videoDoor;
    private final Vertx vertx;
    private final ObjectMapper mapper;
    private final List<String> arguments;
    private final StreamAccess access;
    private final TlsPort tls;
    private final OpenRooms rooms = new OpenRooms();
    private final StopSteps steps = new StopSteps();
    private final StopDeadline deadline = StopSignals.deadline();
    private final ReentrantLock work = new ReentrantLock();
    private volatile boolean recovered;
    private volatile boolean stopping;
    private List<StopSteps.Step> workSteps = List.of();
    private UnaryOperator<String> links = UnaryOperator.identity();
    private Streams streams;
    private Functions functions;
    private Triggers triggers;
    private LocalStreams local;
    private Video video;
    private Firehose firehose;

    /** @param mappers the application's own, if it has one: it reads what compiled-in functions take and writes what they return */
    Server(ServerSettings settings, MeterRegistry meters, FrontDoor door, VideoDoor videoDoor, Vertx vertx, StreamAccess access,
            Instance<ObjectMapper> mappers, @CommandLineArguments String[] arguments, TlsPort tls) {
        this.tls = tls;
        this.arguments = List.of(arguments);
        this.mapper = mappers.isResolvable() ? mappers.get()
                : JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();
        this.settings = settings;
        this.meters = meters;
        this.door = door;
        this.videoDoor = videoDoor;
        this.vertx = vertx;
        this.access = access;
    }

    void start(@Observes StartupEvent event) {
        StopSignals.take();
        StopSignals.deadline().allow(settings.trigger().stopWait());
        long started = Clock.SYSTEM.nanos();
        try {
            open();
        } catch (DataDirectoryException | IOException | IllegalArgumentException refusal) {
            closeRooms();
            throw new StartRefused(refusal.getMessage());
        } catch (RuntimeException failure) {
            closeRooms();
            throw failure;
        }
        recovered = true;
        LOGGER.atInfo().addKeyValue("data", settings.data()).addKeyValue("millis", (Clock.SYSTEM.nanos() - started) / 1_000_000)
                .log("recovered");
    }

    void startWork(@ObservesAsync HttpServerStart open) {
        work.lock();
        try {
            if (!stopping) {
                triggers.start();
                access.open(local);
                firehose.pipelines().start();
                LOGGER.atInfo().addKeyValue("endpoint", endpoint()).log("serving");
                rooms.add("process meters", ProcessMeters.bind(meters));
            }
        } finally {
            work.unlock();
        }
    }

    /** Where the server listens; once it does. */
    public URI endpoint() {
        return Functions.endpoint();
    }

    /** Whether calls are welcome, on each port that was asked for: everything is recovered and no stop has begun. */
    boolean takesCalls() {
        return recovered && !stopping && !tls.isAwaited();
    }

    /** Stops channels, triggers and pipelines while the port is still open; waits for what is under way within their bounds and the stop's own. */
    public void stopWork() {
        stopping = true;
        deadline.begin();
        workSteps().forEach(step -> step.await(deadline.leftForWork()));
    }

    /** All at once, so that their waits do not add up. */
    private synchronized List<StopSteps.Step> workSteps() {
        if (workSteps.isEmpty() && triggers != null && firehose != null) {
            workSteps = List.of(steps.begin("channels", behindItsStart(() -> access.close(CHANNELS_STOP_WAIT))),
                    steps.begin("triggers", behindItsStart(triggers)), steps.begin("pipelines", behindItsStart(firehose.pipelines())));
        }
        return workSteps;
    }

    /** A start of work that is under way ends before the work does. */
    private AutoCloseable behindItsStart(AutoCloseable closing) {
        return () -> {
            work.lock();
            work.unlock();
            closing.close();
        };
    }

    void stop(@Observes ShutdownEvent event) {
        stopWork();
        closeRooms();
        LOGGER.atInfo().log("stopped");
    }

    private void closeRooms() {
        deadline.begin();
        rooms.close(steps, deadline::leftForRooms);
        List<String> hanging = steps.hanging();
        if (!hanging.isEmpty()) {
            LOGGER.atError().addKeyValue("steps", hanging).log("stopping without these, which hang");
            StopSignals.cutShort();
        }
    }

    private void open() throws IOException {
        Identity identity = settings.identity();
        String host = ConfigProvider.getConfig().getValue("quarkus.http.host", String.class);
        AccessSettings callers = settings.access().toRoom();
        boolean makesKeys = !callers.keyed() && arguments.contains(MAKE_KEYS);
        Access.checkReach(host, callers.keyed() || makesKeys, arguments.contains(INSECURE_BIND));
        Storage storage = StorageAhead.take(settings.data(), rooms);
        if (makesKeys) {
            callers = callers.withKeyFile(FirstKey.in(storage.directory().access(), System.out));
        }
        Optional<AccessKeys> keys = Access.keys(callers, rooms);
        keys.ifPresent(some -> links = new SignedLinks(some.own(), identity.region(), "lambda", Clock.SYSTEM));
        tls.open(settings.tls(), host, callers.hosts(), storage.directory().access(), rooms);
        openRooms(storage, identity, keys.map(AccessKeys::own));
        triggers = new Triggers(storage.catalog(), streams.registry(), streams.store(), storage.checkpoints(), functions.invoker(),
                Clock.SYSTEM, meters, identity, settings.trigger().toRoom());
        local = new LocalStreams(streams.registry(), streams.store(), storage.checkpoints(), identity, Clock.SYSTEM, meters);
        videoDoor.leadTo(video);
        firehose = Firehose.open(storage, streams, functions, settings, meters, rooms);
        WireSettings wire = settings.wire().toRoom();
        WireBudgets budgets = WireBudgets.of(wire);
        WireApi kinesis = KinesisApi.open(streams.registry(), streams.store(), identity, Clock.SYSTEM, settings.kinesis().toRoom(), budgets,
                meters);
        WireHandler handler = rooms.add("wire", new WireHandler(List.of(kinesis, firehose.api(), firehose.tables()), wire, budgets, Clock.SYSTEM, meters));
        door.leadTo(handler, new CallerIdentity(identity, handler), Access.open(callers, identity, keys, host, storage, handler, door, meters));
    }

    private void openRooms(Storage storage, Identity identity, Optional<AccessKey> own) throws IOException {
        OpenRooms functionRooms = new OpenRooms();
        Opening<Functions> opening = Opening.begin("functions",
                () -> Functions.open(storage, settings, identity, mapper, own, vertx, meters, functionRooms));
        try {
            streams = Streams.open(storage, settings.log().toRoom(), settings.streams().toRoom(), meters, rooms);
            video = Video.open(storage, streams, settings.log().toRoom(), settings.video(), identity, vertx, meters, rooms);
        } finally {
            rooms.add("functions", functionRooms);
            functions = opening.await();
        }
    }

    /** What makes links that clients can follow without keys of their own. */
    UnaryOperator<String> links() {
        return links;
    }

    Triggers triggers() {
        return triggers;
    }

    Streams streams() {
        return streams;
    }

    Functions functions() {
        return functions;
    }

    Video video() {
        return video;
    }
}
