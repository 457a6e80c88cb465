package io.millrace.functions.worker;

import io.millrace.clock.Clock;
import io.millrace.functions.process.ChildProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects what all workers write, on one thread, by looking at their pipes: at the end of each invocation and in short intervals. A
 * pipe holds 64 KiB; a worker that writes faster than it is looked at waits, so output costs the server a bounded share of its time.
 */
final class OutputCollector implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(OutputCollector.class);
    private static final Duration LOOK = Duration.ofMillis(20), LOOK_SOON = Duration.ofMillis(4);
    private static final int MUCH = 32 * 1024;
    private static final int BUFFER_BYTES = 64 * 1024;

    private final ThreadLoop thread = new ThreadLoop("functions-output");
    private final Path directory;
    private final long logBytesMax;
    private final Clock clock;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final Set<WorkerOutput> outputs = new LinkedHashSet<>();
    private final Map<String, FunctionLog> logs = new HashMap<>();
    private boolean looking;

    /**
     * @param directory   of the logs, a file for each function
     * @param logBytesMax of one file; there are at most two
     */
    OutputCollector(Path directory, long logBytesMax, Clock clock) {
        this.directory = directory;
        this.logBytesMax = logBytesMax;
        this.clock = clock;
    }

    /** Begins to collect; on the output thread the worker's output is given back. */
    void attach(String functionName, ChildProcess child, Consumer<WorkerOutput> attached) {
        thread.execute(() -> {
            FunctionLog log = logs.computeIfAbsent(functionName, name -> new FunctionLog(directory.resolve(name + ".log"), logBytesMax));
            log.addUser();
            WorkerOutput output = new WorkerOutput(child, log, clock, buffer);
            outputs.add(output);
            attached.accept(output);
            if (!looking) {
                looking = true;
                thread.after(LOOK, this::look);
            }
        });
    }

    /** Ends an invocation with these lines; on the output thread the tail is given back. */
    void finish(WorkerOutput output, Consumer<byte[]> tail, String... lines) {
        thread.execute(() -> {
            byte[] bytes = new byte[0];
            try {
                bytes = output.finish(lines);
            } catch (IOException e) {
                report(e);
            }
            tail.accept(bytes);
        });
    }

    /** Ends the collection, of a process that has ended; on the output thread the end of the output is given back. */
    void detach(String functionName, WorkerOutput output, Consumer<byte[]> end) {
        thread.execute(() -> {
            outputs.remove(output);
            byte[] tail = new byte[0];
            try {
                tail = output.end();
                output.close();
                if (output.log().removeUser()) {
                    logs.remove(functionName).close();
                }
            } catch (IOException e) {
                report(e);
            }
            end.accept(tail);
        });
    }

    @Override
    public void close() {
        thread.close();
    }

    private void look() {
        boolean much = false;
        for (WorkerOutput output : outputs) {
            try {
                much |= output.pump() >= MUCH;
            } catch (IOException e) {
                report(e);
            }
        }
        looking = !outputs.isEmpty();
        if (looking) {
            thread.after(much ? LOOK_SOON : LOOK, this::look);
        }
    }

    private static void report(IOException e) {
        LOGGER.atWarn().setCause(e).log("output of a worker not read");
    }
}
