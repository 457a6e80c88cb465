package io.millrace.functions.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts children, all of them from one platform thread that lives as long as the spawner: the parent-death signal fires when the
 * spawning thread ends.
 */
public final class Spawner implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(Spawner.class);

    private static final String PATH = "PATH", SAFE_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    private static final Set<String> STEERING = Set.of("GCONV_PATH", "GETCONF_DIR", "GLIBC_TUNABLES", "HOSTALIASES", "LOCALDOMAIN", "LOCPATH",
            "NIS_PATH", "NLSPATH", "RESOLV_HOST_CONF", "RES_OPTIONS", "TZDIR");

    private final Path pipes;
    private final ProcessLedger ledger;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("spawner").factory());
    private final ExecutorService killer = Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("group-killer").factory());
    private final Set<ChildProcess> living = ConcurrentHashMap.newKeySet();
    private long pipesMade;

    private Spawner(Path pipes, ProcessLedger ledger) {
        this.pipes = pipes;
        this.ledger = ledger;
    }

    /**
     * Kills what an earlier server on the same directory has left behind, then is ready to spawn. Blocks.
     *
     * @param directory only this server's; for pipes and the pids on disk
     */
    public static Spawner open(Path directory) throws IOException {
        ProcessLedger ledger = new ProcessLedger(directory.resolve("pids"));
        int reaped = ledger.reap();
        if (reaped > 0) {
            LOGGER.atWarn().addKeyValue("groups", reaped).log("processes of an earlier server killed");
        }
        return new Spawner(Files.createDirectories(directory.resolve("pipes")), ledger);
    }

    /** Completes on the spawner's thread: continue elsewhere. Fails with the reason when the program cannot be started. */
    public CompletionStage<ChildProcess> spawn(Launch launch) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return start(launch);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }, thread);
    }

    /** Kills all children and returns when they have ended. */
    @Override
    public void close() {
        thread.execute(() -> living.forEach(ChildProcess::kill));
        thread.execute(() -> List.copyOf(living).forEach(child -> child.exited().toCompletableFuture().handle((code, failure) -> code).join()));
        thread.close();
        killer.close();
    }

    private ChildProcess start(Launch launch) throws IOException {
        Path path = pipes.resolve(Long.toString(++pipesMade));
        makePipe(path);
        RandomAccessFile pipe = new RandomAccessFile(path.toFile(), "rw");
        try {
            ProcessBuilder builder = new ProcessBuilder(command(launch)).directory(launch.directory().toFile()).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(path.toFile())).redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
            builder.environment().clear();
            builder.environment().put(PATH, SAFE_PATH);
            launch.environment().forEach((name, value) -> {
                if (!steersPrograms(name)) {
                    builder.environment().put(name, value);
                }
            });
            Process process = builder.start();
            ledger.add(process.pid());
            ChildProcess child = new ChildProcess(process, pipe, ledger, killer);
            living.add(child);
            child.exited().whenComplete((code, failure) -> living.remove(child));
            return child;
        } catch (IOException | RuntimeException failed) {
            pipe.close();
            throw failed;
        } finally {
            Files.delete(path);
        }
    }

    /**
     * setsid does not fork here, since a new child never leads a group; so the child's pid is its group. What of the environment steers
     * programs comes behind the change of user: setsid and setpriv still run as the server, and a function chooses its environment.
     */
    private static List<String> command(Launch launch) {
        List<String> command = new ArrayList<>(List.of("setsid", "setpriv", "--pdeathsig", "KILL"));
        launch.uid().ifPresent(uid -> command.addAll(List.of("--reuid", Integer.toString(uid), "--regid", Integer.toString(uid), "--clear-groups")));
        command.add("env");
        launch.environment().forEach((name, value) -> {
            if (steersPrograms(name)) {
                command.add(name + "=" + value);
            }
        });
        command.addAll(launch.command());
        return command;
    }

    /** Whether the variable decides which program or library is loaded, as those do that ld.so(8) drops for set-user-ID programs. */
    private static boolean steersPrograms(String name) {
        return name.equals(PATH) || name.startsWith("LD_") || name.startsWith("MALLOC_") || STEERING.contains(name);
    }

    /** Java cannot make a named pipe, and its own pipes to children are drained into memory without bound when the child ends. */
    private static void makePipe(Path path) throws IOException {
        Files.deleteIfExists(path);
        Process maker = new ProcessBuilder("mkfifo", "-m", "600", path.toString()).redirectErrorStream(true).start();
        if (maker.onExit().join().exitValue() != 0) {
            throw new IOException("mkfifo " + path + ": " + new String(maker.getInputStream().readAllBytes()));
        }
    }
}
