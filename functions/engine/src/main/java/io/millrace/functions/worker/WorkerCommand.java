package io.millrace.functions.worker;

import io.millrace.functions.catalog.Failure;
import io.millrace.functions.code.RunnableCode;
import io.millrace.functions.host.ClientLibrary;
import io.millrace.functions.process.Launch;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The command line and environment of a worker. A provided runtime is its own {@code bootstrap}, with nothing said of memory. For Java, of MemorySize M (MiB), the heap gets {@code max(64, M × 3/4 − 32)}, direct buffers
 * {@code max(16, M / 8)}, classes {@code max(64, M / 4)}: the JVM's own needs come on top, so that the smallest functions take more than
 * M. The kernel does not enforce it.
 */
final class WorkerCommand {

    private static final String PATH = "/usr/local/bin:/usr/bin:/bin";

    private final Optional<WorkerJdk> jdk;
    private final ClientLibrary client;
    private final ServerAccess access;

    WorkerCommand(Optional<WorkerJdk> jdk, ClientLibrary client, ServerAccess access) {
        this.jdk = jdk;
        this.client = client;
        this.access = access;
    }

    /**
     * Blocks, the first time for as long as the client's files take to write.
     *
     * @param scratch    a directory that only this worker writes to
     * @param runtimeApi its own address there
     * @throws CannotStart when this machine or the archive has not what the runtime needs
     */
    Launch launch(FunctionSpec spec, RunnableCode code, Path scratch, String runtimeApi, OptionalInt uid) throws IOException {
        boolean java = spec.configuration().runtime().isJava();
        Map<String, String> environment = environment(spec, code, scratch, runtimeApi);
        environment.putAll(java ? Map.of("AWS_EXECUTION_ENV", "AWS_Lambda_" + spec.configuration().runtime().wireName())
                : Map.of("LAMBDA_RUNTIME_DIR", code.taskRoot().toString(), "LD_LIBRARY_PATH", code.taskRoot() + ":" + code.taskRoot().resolve("lib")));
        return new Launch(java ? javaCommand(spec, code, scratch) : List.of(bootstrap(code)), environment, code.taskRoot(), uid);
    }

    private static String bootstrap(RunnableCode code) throws CannotStart {
        Path bootstrap = code.bootstrap();
        if (!Files.isRegularFile(bootstrap)) {
            throw new CannotStart(CannotStart.INVALID_ENTRY_POINT, "Couldn't find valid bootstrap(s): [" + bootstrap + "]");
        }
        if (!Files.isExecutable(bootstrap)) {
            throw new CannotStart(CannotStart.INVALID_ENTRY_POINT, "bootstrap is not executable in the archive: its mode must be 755");
        }
        return bootstrap.toString();
    }

    private List<String> javaCommand(FunctionSpec spec, RunnableCode code, Path scratch) throws IOException {
        Optional<Failure> obstacle = WorkerJdk.obstacle(jdk, spec.configuration().runtime());
        if (obstacle.isPresent()) {
            throw new CannotStart(CannotStart.INVALID_RUNTIME, obstacle.get().reason());
        }
        String classPath = Stream.concat(code.classPath().stream(), client.classPath().stream()).map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
        int memory = spec.configuration().memoryMebibytes();
        List<String> command = new ArrayList<>(List.of(jdk.get().java().toString(), "-Xmx" + heapMebibytes(memory) + "m",
                "-XX:MaxDirectMemorySize=" + Math.max(16, memory / 8) + "m", "-XX:MaxMetaspaceSize=" + Math.max(64, memory / 4) + "m",
                "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-XX:-UsePerfData", "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=" + scratch.resolve("jvm-error.log"), "-Djava.io.tmpdir=" + scratch,
                "-D" + ClientLibrary.NATIVE_LIBRARY_PROPERTY + "=" + client.nativeLibrary()));
        command.addAll(jdk.get().accessOptions());
        command.addAll(List.of("-cp", classPath, ClientLibrary.MAIN_CLASS, spec.configuration().handler()));
        return command;
    }

    static int heapMebibytes(int memoryMebibytes) {
        return Math.max(64, memoryMebibytes * 3 / 4 - 32);
    }

    private Map<String, String> environment(FunctionSpec spec, RunnableCode code, Path scratch, String runtimeApi) {
        Map<String, String> environment = new HashMap<>(Map.of("PATH", PATH, "LANG", "C.UTF-8", "TZ", "UTC", "HOME", scratch.toString(),
                "AWS_ENDPOINT_URL", access.endpoint().get().toString()));
        environment.putAll(spec.configuration().environment());
        environment.putAll(Map.of("TMPDIR", scratch.toString(), "AWS_REGION", access.region(), "AWS_DEFAULT_REGION", access.region(),
                "AWS_ACCESS_KEY_ID", access.accessKeyId(), "AWS_SECRET_ACCESS_KEY", access.secretAccessKey(),
                "AWS_LAMBDA_RUNTIME_API", runtimeApi, "_HANDLER", spec.configuration().handler(), "LAMBDA_TASK_ROOT", code.taskRoot().toString(),
                "AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand"));
        environment.putAll(Map.of("AWS_LAMBDA_FUNCTION_NAME", spec.name(), "AWS_LAMBDA_FUNCTION_VERSION", "$LATEST",
                "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Integer.toString(spec.configuration().memoryMebibytes()),
                "AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + spec.name(), "AWS_LAMBDA_LOG_STREAM_NAME", "[$LATEST]" + scratch.getFileName()));
        return environment;
    }
}
