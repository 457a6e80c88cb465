package io.millrace.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The packaged server, running as a child in a process group of its own. Closing it kills it and all it started, so that a failed test
 * leaves nothing behind.
 */
public final class ServerProcess implements AutoCloseable {

    private static final String READINESS = "/q/health/ready";
    private static final Duration READINESS_CALL = Duration.ofSeconds(2), DEATH = Duration.ofSeconds(20);
    private static final int LOG_TAIL_LINES = 40;

    private final ServerLaunch launch;
    private final Process process;

    private ServerProcess(ServerLaunch launch, Process process) {
        this.launch = launch;
        this.process = process;
    }

    /** Starts the server and returns at once; see {@link #awaitReady}. */
    public static ServerProcess start(ServerLaunch launch) {
        ProcessBuilder builder = new ProcessBuilder(launch.serveCommand())
                .redirectErrorStream(true).redirectOutput(Redirect.appendTo(launch.log().toFile()));
        builder.environment().put("DISABLE_SIGNAL_HANDLERS", "true"); // as the launcher does
        builder.environment().putAll(launch.environment());
        try {
            return new ServerProcess(launch, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs another command of the packaged program to its end, with this launch's JVM options. */
    public static CommandResult run(ServerLaunch launch, Duration bound, String... arguments) {
        try {
            Process command = new ProcessBuilder(launch.command(arguments)).redirectErrorStream(true).start();
            command.getOutputStream().close();
            String output = new String(command.getInputStream().readAllBytes());
            if (!command.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS)) {
                command.destroyForcibly();
                throw new AssertionError(List.of(arguments) + " still runs after " + bound + ": " + output);
            }
            return new CommandResult(command.exitValue(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while a command ran", e);
        }
    }

    /** Exit code and all output of a command that has ended. */
    public record CommandResult(int exitCode, String output) {
    }

    /**
     * Waits until the readiness URL answers 200.
     *
     * @return this server
     * @throws AssertionError with the end of the log when the server ended, or is not ready within the bound
     */
    public ServerProcess awaitReady(Duration bound) {
        boolean decided = Await.holds(bound, () -> isReady() || !process.isAlive());
        if (!decided || !process.isAlive()) {
            throw new AssertionError("the server " + (process.isAlive() ? "is not ready after " + bound : "ended with " + process.exitValue())
                    + "; the end of its log:\n" + logTail());
        }
        return this;
    }

    /** Whether the readiness URL answers 200 now. */
    public boolean isReady() {
        try {
            HttpURLConnection connection = (HttpURLConnection) endpoint().resolve(READINESS).toURL().openConnection();
            connection.setConnectTimeout((int) READINESS_CALL.toMillis());
            connection.setReadTimeout((int) READINESS_CALL.toMillis());
            try {
                return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            return false;
        }
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + launch.port());
    }

    public int port() {
        return launch.port();
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Kills -9 the server's process group and every descendant in one call, and waits for the server's end. */
    public void killAll() {
        List<String> targets = new ArrayList<>(List.of("-" + process.pid()));
        process.descendants().forEach(descendant -> targets.add(Long.toString(descendant.pid())));
        kill(targets);
        awaitDeath();
    }

    /** Kills -9 the server process and nothing else, as the kernel's out-of-memory killer does, and waits for its end. */
    public void killServerOnly() {
        kill(List.of(Long.toString(process.pid())));
        awaitDeath();
    }

    /**
     * Asks the server to stop (SIGTERM).
     *
     * @return its exit code
     * @throws AssertionError when it still runs after the bound
     */
    public int terminate(Duration bound) {
        process.destroy();
        try {
            if (!process.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("the server still runs " + bound + " after SIGTERM; the end of its log:\n" + logTail());
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while the server stopped", e);
        }
        return process.exitValue();
    }

    /** Sends the server process a signal, e.g. {@code INT}, and returns at once. */
    public void signal(String name) {
        signal(name, List.of(Long.toString(process.pid())));
    }

    /** Waits for the server to end by itself and returns its exit code. */
    public int awaitExit(Duration bound) {
        Await.until(bound, () -> !process.isAlive(), () -> "the server has ended; the end of its log:\n" + logTail());
        return process.exitValue();
    }

    /** User and system time used so far by the server alone, without its workers. */
    public Duration cpuTime() {
        return ProcessTable.cpuTime(process.pid()).orElse(Duration.ZERO);
    }

    /** The last lines of its output, for messages. */
    public String logTail() {
        try {
            List<String> lines = Files.readAllLines(launch.log());
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_TAIL_LINES), lines.size()));
        } catch (IOException e) {
            return "no log: " + e;
        }
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            killAll();
        }
    }

    private void awaitDeath() {
        Await.until(DEATH, () -> !process.isAlive(), () -> "process " + process.pid() + " has died of SIGKILL");
    }

    private static void kill(List<String> targets) {
        signal("KILL", targets);
    }

    private static void signal(String name, List<String> targets) {
        List<String> command = new ArrayList<>(List.of("kill", "-" + name, "--"));
        command.addAll(targets);
        try {
            Process kill = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(Redirect.DISCARD).start();
            kill.waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while killing " + targets, e);
        }
    }
}
