package io.millrace.functions.worker;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.catalog.MemoryCatalog;
import io.millrace.clock.Clock;
import io.millrace.disk.FileDisk;
import io.millrace.functions.catalog.CodeReference;
import io.millrace.functions.catalog.Configuration;
import io.millrace.functions.catalog.Function;
import io.millrace.functions.catalog.FunctionRegistry;
import io.millrace.functions.catalog.FunctionRuntime;
import io.millrace.functions.code.CodeStore;
import io.millrace.functions.compiled.CompiledFunctions;
import io.millrace.functions.compiled.CompiledSettings;
import io.millrace.functions.compiled.FunqFunctions;
import io.millrace.identity.Identity;
import io.millrace.invoke.Outcome;
import io.millrace.process.Await;
import io.millrace.process.FunctionJar;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** A whole engine on a directory: real processes, the catalog in memory. */
public final class EngineWorld implements AutoCloseable {

    public static final Identity IDENTITY = new Identity("000000000000", "us-east-1");
    private static final Duration WAIT = Duration.ofSeconds(60);
    private static final Map<String, Path> JARS = new ConcurrentHashMap<>();

    final Path directory;
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    public final FunctionRegistry registry = new FunctionRegistry(new MemoryCatalog(), Clock.SYSTEM);
    public final CodeStore store;
    public FunctionEngine engine;
    public final CompiledFunctions compiled = new CompiledFunctions(FunqFunctions.all(), CompiledSettings.defaults(2),
            JsonMapper.builder().build(), IDENTITY, Clock.SYSTEM, meters);
    private final FunctionSettings settings;
    private final Vertx vertx = Vertx.vertx();

    public EngineWorld(Path directory, FunctionSettings settings) throws IOException {
        this(directory, settings, WorkerJdk.find(settings.javaHome(), Optional.of(Path.of(System.getProperty("java.home"))), Map.of()));
    }

    /** @param jdk what there is to run functions with */
    public EngineWorld(Path directory, FunctionSettings settings, Optional<WorkerJdk> jdk) throws IOException {
        this.directory = directory;
        this.settings = settings;
        store = CodeStore.open(new FileDisk(), directory.resolve("data/functions/code"));
        engine = open(jdk);
    }

    private FunctionEngine open(Optional<WorkerJdk> jdk) throws IOException {
        ServerAccess access = new ServerAccess(() -> URI.create("http://127.0.0.1:4566"), "us-east-1", "key", "secret");
        return FunctionEngine.open(registry, store, settings, jdk, access, IDENTITY, Clock.SYSTEM, vertx, meters);
    }

    /** The engine is closed and opened again, with this to run functions with. */
    void restart(Optional<WorkerJdk> jdk) throws Exception {
        engine.close();
        engine = open(jdk);
    }

    /** Creates a function and has it deployed, and does not wait. */
    void create(String name, FunctionRuntime runtime, String handler, byte[] archive, int timeoutSeconds, Map<String, String> environment)
            throws Exception {
        Configuration configuration = new Configuration(runtime, handler, "arn:aws:iam::000000000000:role/r", "", 128, timeoutSeconds,
                environment, "x86_64", 512);
        try (CodeStore.Upload upload = store.begin()) {
            upload.sink().write(archive);
            engine.deploy(registry.create(name, configuration, upload.keep(), Map.of()).toCompletableFuture().get());
        }
    }

    public static FunctionSettings settings(Path directory) {
        FunctionSettings defaults = FunctionSettings.defaults(directory.resolve("runtime"), directory.resolve("logs"), 4L << 30, 2);
        return new FunctionSettings(defaults.runtimeDirectory(), defaults.logsDirectory(), 64 * 1024, defaults.javaHome(),
                Duration.ofSeconds(30), 0, 0, defaults.limits());
    }

    Function deploy(String name, String className, String source) throws Exception {
        return deploy(name, className, source, 30, 128, Map.of());
    }

    Function deploy(String name, String className, String source, int timeoutSeconds, int memory, Map<String, String> environment) throws Exception {
        return deploy(name, className, jar(className, source), timeoutSeconds, memory, environment);
    }

    Function deployAs(String name, String handler, Path jar) throws Exception {
        return deploy(name, handler, jar, 30, 128, Map.of());
    }

    private Function deploy(String name, String handler, Path jar, int timeoutSeconds, int memory, Map<String, String> environment) throws Exception {
        Configuration configuration = new Configuration(FunctionRuntime.JAVA21, handler, "arn:aws:iam::000000000000:role/r", "", memory,
                timeoutSeconds, environment, "x86_64", 512);
        engine.deploy(registry.create(name, configuration, upload(jar), Map.of()).toCompletableFuture().get());
        Await.until(WAIT, () -> engine.isInvocable(name), () -> registry.find(name).toString());
        return registry.find(name).orElseThrow();
    }

    CodeReference upload(Path jar) throws IOException {
        try (CodeStore.Upload upload = store.begin()) {
            Files.copy(jar, upload.sink());
            return upload.keep();
        }
    }

    public static Path jar(String className, String source) {
        return JARS.computeIfAbsent(source, text -> {
            try {
                return FunctionJar.compile(Files.createTempDirectory("function"), className, text, 17);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
    }

    Outcome invoke(String name, String event) throws Exception {
        return engine.invoke(name, event.getBytes(StandardCharsets.UTF_8), "lane").toCompletableFuture().get(WAIT.toSeconds(), TimeUnit.SECONDS);
    }

    Invocation.Result invokeNow(String name, String event, boolean tail) throws Exception {
        return engine.invokeNow(registry.find(name).orElseThrow(), event.getBytes(StandardCharsets.UTF_8), tail, "", "")
                .toCompletableFuture().get(WAIT.toSeconds(), TimeUnit.SECONDS);
    }

    static String text(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done done -> new String(done.payload(), StandardCharsets.UTF_8);
            case Outcome.Failed failed -> "failed " + new String(failed.payload(), StandardCharsets.UTF_8);
            case Outcome.Throttled throttled -> "throttled";
            case Outcome.Unavailable unavailable -> "unavailable: " + unavailable.reason();
        };
    }

    @Override
    public void close() throws Exception {
        compiled.close();
        engine.close();
        vertx.close().toCompletionStage().toCompletableFuture().get();
    }
}
