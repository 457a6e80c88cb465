package io.millrace.functions.worker;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.catalog.Catalog;
import io.millrace.catalog.Entry;
import io.millrace.clock.Clock;
import io.millrace.functions.catalog.Configuration;
import io.millrace.functions.catalog.Failure;
import io.millrace.functions.catalog.Function;
import io.millrace.functions.catalog.FunctionRegistry;
import io.millrace.functions.code.CodeCopies;
import io.millrace.functions.code.CodeStore;
import io.millrace.functions.host.ClientLibrary;
import io.millrace.functions.process.Spawner;
import io.millrace.functions.runtimeapi.RuntimeApi;
import io.millrace.identity.Identity;
import io.millrace.invoke.Invoker;
import io.millrace.invoke.Outcome;
import io.millrace.wire.http.ByteBudget;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the registry's functions. Follows the registry: a changed function's next invocation runs the new generation, a deleted one's
 * workers end. Any thread; only {@link #open} and {@link #close} block.
 */
public final class FunctionEngine implements Invoker, AutoCloseable {

    /** As shown at start and in GetFunction: no isolation beyond the process, or another user for each function. */
    public static final String ISOLATION_NONE = "none", ISOLATION_USER = "user";

    private static final Logger LOGGER = LoggerFactory.getLogger(FunctionEngine.class);
    private static final int FILE_THREADS = 2, PAGE = 100;
    /** What runs of a deleted function may go on; until it has surely ended, its user is given to nobody else. */
    private static final Duration USER_KEPT = Duration.ofSeconds(2L * Configuration.TIMEOUT_MOST);

    private final FunctionRegistry registry;
    private final Identity identity;
    private final Clock clock;
    private final FunctionMetrics metrics;
    private final Optional<WorkerJdk> jdk;
    private final String isolation;
    private final ThreadLoop loop = new ThreadLoop("functions");
    private final ExecutorService files = Executors.newFixedThreadPool(FILE_THREADS, Thread.ofPlatform().daemon().name("functions-files-", 1).factory());
    private final CodeCopies copies;
    private final UserRange users;
    private final OutputCollector outputs;
    private final Spawner spawner;
    private final RuntimeApi runtimeApi;
    private final WorkerPool pool;
    private final AutoCloseable following;

    private FunctionEngine(FunctionRegistry registry, CodeStore store, FunctionSettings settings, Optional<WorkerJdk> jdk, ServerAccess access,
            Identity identity, Clock clock, Vertx vertx, MeterRegistry meters) throws IOException {
        this.registry = registry;
        this.identity = identity;
        this.clock = clock;
        this.metrics = new FunctionMetrics(meters);
        this.isolation = settings.uidCount() > 0 ? ISOLATION_USER : ISOLATION_NONE;
        this.jdk = jdk;
        Path root = traversable(settings.runtimeDirectory());
        if (settings.uidCount() > 0) {
            UserRange.requireUsable(root);
        }
        this.spawner = Spawner.open(root.resolve("processes"));
        ClientLibrary client = new ClientLibrary(readable(root.resolve("client")));
        this.copies = CodeCopies.open(store, root.resolve("code"));
        Path scratch = traversable(emptied(root.resolve("scratch")));
        this.outputs = new OutputCollector(settings.logsDirectory(), settings.logBytesMax(), clock);
        this.runtimeApi = RuntimeApi.open(vertx, new ByteBudget(largeResultBytes(), Integer.MAX_VALUE)).toCompletableFuture().join();
        this.users = new UserRange(settings.firstUid(), settings.uidCount());
        WorkerGround ground = new WorkerGround(loop, clock, spawner, runtimeApi, copies, new WorkerCommand(jdk, client, access), outputs, users,
                files, scratch, settings.initMax(), metrics);
        this.pool = new WorkerPool(settings.limits(), (spec, listener) -> ProcessWorker.start(spec, ground, listener), loop, clock);
        this.following = registry.follow(new Followed());
    }

    /**
     * Kills what an earlier server has left behind and is ready to run functions. Blocks.
     *
     * @param jdk the Java that runs functions; empty: those in Java fail
     * @throws IOException when the runtime directory cannot be used
     */
    public static FunctionEngine open(FunctionRegistry registry, CodeStore store, FunctionSettings settings, Optional<WorkerJdk> jdk,
            ServerAccess access, Identity identity, Clock clock, Vertx vertx, MeterRegistry meters) throws IOException {
        FunctionEngine engine = new FunctionEngine(registry, store, settings, jdk, access, identity, clock, vertx, meters);
        engine.resume(store);
        LOGGER.atInfo().addKeyValue("isolation", engine.isolation).addKeyValue("java", engine.jdk.map(WorkerJdk::version).orElse("none"))
                .addKeyValue("memoryMebibytes", settings.limits().memoryBytes() / 1024 / 1024).log("functions can run");
        return engine;
    }

    @Override
    public boolean isInvocable(String functionName) {
        return registry.find(functionName).filter(Function::isActive).isPresent();
    }

    @Override
    public String executionRole(String functionName) {
        return registry.find(functionName).map(function -> function.configuration().role()).orElse("");
    }

    @Override
    public CompletionStage<Outcome> invoke(String functionName, byte[] payload, String fairness) {
        Optional<Function> function = registry.find(functionName);
        if (function.filter(Function::isActive).isEmpty()) {
            return CompletableFuture.completedStage(new Outcome.Unavailable(function.map(found -> "the function is " + found.state())
                    .orElse("there is no function " + functionName)));
        }
        return run(function.get(), Invocation.waiting(payload, fairness, clock.nanos())).thenApply(Invocation.Result::outcome);
    }

    /**
     * Runs an active function for a caller that does not wait its turn: throttled when all workers that may be are busy.
     *
     * @param clientContext JSON, or empty
     * @param traceId       as in X-Amzn-Trace-Id, or empty
     */
    public CompletionStage<Invocation.Result> invokeNow(Function function, byte[] payload, boolean tailWanted, String clientContext, String traceId) {
        return run(function, Invocation.immediate(payload, tailWanted, clientContext, traceId, clock.nanos()));
    }

    /** Makes a function that is Pending or being updated ready, and settles it in the registry. Returns at once. */
    public void deploy(Function function) {
        files.execute(() -> {
            Optional<Failure> failure = WorkerJdk.obstacle(jdk, function.configuration().runtime());
            try {
                if (users.isEmpty() && failure.isEmpty()) {
                    copies.get(function.code(), FunctionSpec.layout(function.configuration()), OptionalInt.empty());
                }
            } catch (IOException | RuntimeException failed) {
                LOGGER.atError().addKeyValue("function", function.name()).setCause(failed).log("code of a function not copied");
                failure = Optional.of(new Failure(Failure.Code.INTERNAL_ERROR, "The code could not be made ready to run: " + failed.getMessage()));
            }
            told(function, registry.settle(function, failure));
        });
    }

    private static void told(Function function, CompletionStage<Function> state) {
        state.whenComplete((settled, failure) -> {
            if (failure != null) {
                LOGGER.atWarn().addKeyValue("function", function.name()).setCause(failure).log("state of a function not settled");
            }
        });
    }

    /** Goes on with what was under way when the server ended, looks whether the others can run here and now, and drops archives that no function has. */
    private void resume(CodeStore store) throws IOException {
        Set<String> hashes = new HashSet<>();
        String after = "";
        for (List<Function> page = registry.list(after, PAGE); !page.isEmpty(); page = registry.list(after, PAGE)) {
            page.forEach(function -> hashes.add(function.code().sha256()));
            page.forEach(this::resume);
            after = page.getLast().name();
        }
        store.retain(hashes);
    }

    private void resume(Function function) {
        if (function.updateStatus() == Function.UpdateStatus.IN_PROGRESS) {
            deploy(function);
        } else {
            told(function, registry.recheck(function, WorkerJdk.obstacle(jdk, function.configuration().runtime())));
        }
    }

    /** {@link #ISOLATION_NONE} or {@link #ISOLATION_USER}. */
    public String isolation() {
        return isolation;
    }

    /** The Java that runs functions, whatever their runtime says; empty when there is none. */
    public Optional<WorkerJdk> jdk() {
        return jdk;
    }

    /** Kills all workers; what waits or runs ends. Returns when no process is left. Blocks. */
    @Override
    public void close() throws Exception {
        following.close();
        CompletableFuture<Void> told = new CompletableFuture<>();
        loop.execute(() -> {
            pool.close();
            told.complete(null);
        });
        told.join();
        spawner.close();
        runtimeApi.close().toCompletableFuture().join();
        loop.close();
        outputs.close();
        files.close();
    }

    private CompletionStage<Invocation.Result> run(Function function, Invocation invocation) {
        FunctionSpec spec = FunctionSpec.of(function, identity.functionArn(function.name()));
        loop.execute(() -> {
            pool.invoke(spec, invocation);
            count();
        });
        return invocation.result().thenApply(result -> {
            metrics.ended(spec.name(), result.outcome());
            loop.execute(this::count);
            return result;
        });
    }

    /** An eighth of the heap, and room for two at least. */
    private static long largeResultBytes() {
        return Math.max(2L * RuntimeApi.RESPONSE_BYTES_MAX, Runtime.getRuntime().maxMemory() / 8);
    }

    private void count() {
        metrics.workers(pool.startingCount(), pool.idleCount(), pool.workerCount());
    }

    private final class Followed implements Catalog.Follower<Function> {
        @Override
        public void onPut(Optional<Entry<Function>> before, Entry<Function> now) {
            FunctionSpec spec = FunctionSpec.of(now.value(), identity.functionArn(now.value().name()));
            loop.execute(() -> pool.adopt(spec));
        }

        @Override
        public void onDelete(Entry<Function> before) {
            Function function = before.value();
            loop.execute(() -> pool.remove(function.name(), function.creationId()));
            loop.after(USER_KEPT, () -> users.release(function.creationId()));
        }
    }

    private static Path traversable(Path directory) throws IOException {
        return withMode(directory, "rwx--x--x");
    }

    private static Path readable(Path directory) throws IOException {
        return withMode(directory, "rwxr-xr-x");
    }

    private static Path withMode(Path directory, String mode) throws IOException {
        Files.createDirectories(directory);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(mode));
        return directory;
    }

    private static Path emptied(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            try (Stream<Path> old = Files.list(directory)) {
                for (Path path : old.toList()) {
                    Scratch.delete(path);
                }
            }
        }
        return directory;
    }
}
