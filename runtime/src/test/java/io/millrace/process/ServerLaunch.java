package io.millrace.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How to start the packaged server.
 *
 * @param data        its data directory
 * @param port        the port on 127.0.0.1 it listens on
 * @param jvmOptions  options of its JVM, heap size and {@code -D} settings among them
 * @param environment entries added to this process's environment
 * @param log         the file its output is appended to
 */
public record ServerLaunch(Path data, int port, List<String> jvmOptions, Map<String, String> environment, Path log) {

    /** The property that names the packaged server, {@code quarkus-run.jar}; without it, the build tree in MILLRACE_HOME or around the working directory has it. */
    public static final String JAR_PROPERTY = "millrace.server.jar";
    private static final Path JAR_IN_BUILD = Path.of("src-native", "target", "quarkus-app", "quarkus-run.jar");
    /** What the launcher, {@code ./millrace}, gives the server. */
    private static final List<String> JVM_OPTIONS = List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
            "-XX:+ExitOnOutOfMemoryError");

    public ServerLaunch {
        jvmOptions = List.copyOf(jvmOptions);
        environment = Map.copyOf(environment);
    }

    /** A server on a port that is free now, with its log beside its data directory. */
    public static ServerLaunch on(Path data) {
        return new ServerLaunch(data, freePort(), List.of(), Map.of(), data.resolveSibling(data.getFileName() + ".log"));
    }

    /** The same with further JVM options. */
    public ServerLaunch withJvmOptions(String... more) {
        List<String> options = new ArrayList<>(jvmOptions);
        options.addAll(List.of(more));
        return new ServerLaunch(data, port, options, environment, log);
    }

    /** The same with one more setting in its environment. */
    public ServerLaunch withEnvironment(String name, String value) {
        Map<String, String> entries = new HashMap<>(environment);
        entries.put(name, value);
        return new ServerLaunch(data, port, jvmOptions, entries, log);
    }

    /** A second server on the same data directory: on another port that is free now, with a log of its own. */
    public ServerLaunch rival() {
        return new ServerLaunch(data, freePort(), jvmOptions, environment, log.resolveSibling("rival-" + log.getFileName()));
    }

    /** {@code serve} in a session, and so in a process group, of its own. */
    List<String> serveCommand() {
        List<String> command = new ArrayList<>(List.of("setsid"));
        command.addAll(command("serve", "--host", "127.0.0.1", "--port", Integer.toString(port), "--data", data.toString()));
        return command;
    }

    /** Any command of the packaged program, e.g. {@code verify DIR}. */
    public List<String> command(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM_OPTIONS);
        command.addAll(jvmOptions);
        command.addAll(List.of("-jar", jar().toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    private static Path jar() {
        String named = System.getProperty(JAR_PROPERTY);
        if (named != null) {
            return Path.of(named);
        }
        Path home = Path.of(System.getenv().getOrDefault("MILLRACE_HOME", "")).toAbsolutePath();
        for (Path directory = home; directory != null; directory = directory.getParent()) {
            Path candidate = directory.resolve(JAR_IN_BUILD);
            if (Files.exists(candidate)) {
                return candidate;
            }
        }
        throw new IllegalStateException("no " + JAR_IN_BUILD + " in or above " + home + ": build the server first, or name it with -D" + JAR_PROPERTY);
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
