package io.millrace.startup;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.millrace.process.Await;
import io.millrace.usage.Shell;

/** An image's command in namespaces of its own. Root only. Closing it kills all that runs in it. */
final class Container implements AutoCloseable {

    private static final List<String> NAMESPACES = List.of("unshare", "--mount", "--pid", "--net", "--ipc", "--uts", "--fork", "--kill-child=KILL", "--");
    private static final Duration STEP = Duration.ofSeconds(60), BEGINNING = Duration.ofSeconds(20);

    private final Path directory;
    private final Path log;
    private final String uid;
    private final Process unshare;

    private Container(Path directory, Path log, String uid, Process unshare) {
        this.directory = directory;
        this.log = log;
        this.uid = uid;
        this.unshare = unshare;
    }

    /** Whether this user may make such namespaces. */
    static boolean available() {
        List<String> command = new ArrayList<>(NAMESPACES);
        command.addAll(List.of("sh", "-c", "mount --make-rprivate / && mount -t tmpfs tmpfs /mnt && ip link set lo up"));
        return Shell.run(Path.of("/"), Map.of(), STEP, command).exitCode() == 0;
    }

    /**
     * Starts the image's usual command.
     *
     * @param root      the unpacked image
     * @param data      what is mounted as its volume; the user's
     * @param further   words NAME=value beside the image's own
     */
    static Container start(Path directory, Path root, ImageFile image, Path data, Path log, String further) throws IOException {
        Path script = directory.resolve("run.sh");
        try (InputStream source = Container.class.getResourceAsStream("/container/run.sh")) {
            Files.write(script, source.readAllBytes());
        }
        String uid = image.user().split(":")[0];
        List<String> command = new ArrayList<>(NAMESPACES);
        command.addAll(List.of("sh", script.toString(), root.toString(), data.toString(), uid, image.environment() + " " + further));
        command.addAll(image.run());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        return new Container(directory, log, uid, process);
    }

    /** A command of the image's, in the container, as its user; with the image's environment. */
    Shell.Result inside(String environment, List<String> command) {
        return enter(List.of("--mount", "--pid", "--net", "--ipc", "--uts", "--root", "--wd", "--setuid", uid, "--setgid", uid),
                environment(environment), command);
    }

    /** A command of this machine's, on the container's network only. */
    Shell.Result beside(Map<String, String> environment, List<String> command) {
        return enter(List.of("--net"), environment, command);
    }

    private Shell.Result enter(List<String> options, Map<String, String> environment, List<String> command) {
        List<String> whole = new ArrayList<>(List.of("nsenter", "--target", Long.toString(server())));
        whole.addAll(options);
        whole.add("--");
        whole.addAll(command);
        return Shell.run(directory, environment, STEP, whole);
    }

    /** The first process in it, whose id this is outside. */
    long server() {
        Await.until(BEGINNING, () -> unshare.children().findFirst().isPresent() || !unshare.isAlive(), () -> "the container has a process");
        return unshare.children().findFirst().map(ProcessHandle::pid).orElseThrow(() -> new AssertionError("the container has ended:\n" + log()));
    }

    boolean isAlive() {
        return unshare.isAlive();
    }

    /** What its first process has said. */
    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGTERM to its first process; returns the exit code. */
    int terminate(Duration bound) {
        ProcessHandle.of(server()).ifPresent(ProcessHandle::destroy);
        try {
            if (!unshare.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("the container still runs " + bound + " after SIGTERM:\n" + log());
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while a container stopped", e);
        }
        return unshare.exitValue();
    }

    @Override
    public void close() {
        unshare.children().forEach(ProcessHandle::destroyForcibly);
        unshare.destroyForcibly();
        Await.until(BEGINNING, () -> !unshare.isAlive(), () -> "the container has ended");
    }

    private static Map<String, String> environment(String words) {
        Map<String, String> entries = new HashMap<>();
        for (String word : words.split(" ")) {
            entries.put(word.substring(0, word.indexOf('=')), word.substring(word.indexOf('=') + 1));
        }
        return entries;
    }
}
