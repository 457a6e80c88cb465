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
 * @param program     the packaged server
 * @param data        its data directory
 * @param port        the port on 127.0.0.1 it listens on
 * @param jvmOptions  options of its JVM, heap size and {@code -D} settings among them; the native executable takes the same
 * @param environment entries added to this process's environment
 * @param log         the file its output is appended to
 * @param arguments   further arguments of {@code serve}
 */
public record ServerLaunch(PackagedProgram program, Path data, int port, List<String> jvmOptions, Map<String, String> environment, Path log,
        List<String> arguments) {

    public ServerLaunch {
        jvmOptions = List.copyOf(jvmOptions);
        environment = Map.copyOf(environment);
        arguments = List.copyOf(arguments);
    }

    /** Without further arguments. */
    public ServerLaunch(PackagedProgram program, Path data, int port, List<String> jvmOptions, Map<String, String> environment, Path log) {
        this(program, data, port, jvmOptions, environment, log, List.of());
    }

    /** A server on a port that is free now, with its log beside its data directory. */
    public static ServerLaunch on(Path data) {
        return new ServerLaunch(PackagedProgram.usual(), data, freePort(), List.of(), Map.of(), data.resolveSibling(data.getFileName() + ".log"));
    }

    /** The same with another program. */
    public ServerLaunch withProgram(PackagedProgram other) {
        return new ServerLaunch(other, data, port, jvmOptions, environment, log, arguments);
    }

    /** The same with further arguments of {@code serve}. */
    public ServerLaunch withArguments(String... more) {
        List<String> all = new ArrayList<>(arguments);
        all.addAll(List.of(more));
        return new ServerLaunch(program, data, port, jvmOptions, environment, log, all);
    }

    /** The same with further JVM options. */
    public ServerLaunch withJvmOptions(String... more) {
        List<String> options = new ArrayList<>(jvmOptions);
        options.addAll(List.of(more));
        return new ServerLaunch(program, data, port, options, environment, log, arguments);
    }

    /** The same with one more setting in its environment. */
    public ServerLaunch withEnvironment(String name, String value) {
        Map<String, String> entries = new HashMap<>(environment);
        entries.put(name, value);
        return new ServerLaunch(program, data, port, jvmOptions, entries, log, arguments);
    }

    /** A second server on the same data directory: on another port that is free now, with a log of its own. */
    public ServerLaunch rival() {
        return new ServerLaunch(program, data, freePort(), jvmOptions, environment, log.resolveSibling("rival-" + log.getFileName()), arguments);
    }

    /** {@code serve} in a session, and so in a process group, of its own. */
    List<String> serveCommand() {
        List<String> command = new ArrayList<>(List.of("setsid"));
        List<String> serve = new ArrayList<>(List.of("serve", "--host", "127.0.0.1", "--port", Integer.toString(port), "--data", data.toString()));
        serve.addAll(arguments);
        command.addAll(command(serve.toArray(String[]::new)));
        return command;
    }

    /** Any command of the packaged program, e.g. {@code verify DIR}. */
    public List<String> command(String... arguments) {
        return program.command(jvmOptions, List.of(arguments));
    }

    /** A port of loopback that nobody listens on now. */
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
