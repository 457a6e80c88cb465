package io.millrace.firehose.format.columnar;

import io.millrace.firehose.columnar.protocol.ConversionJob;
import io.millrace.firehose.columnar.protocol.Frames;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One format worker and the pipes to it. It ends when its input does, so it never outlives the server. One thread at a time. */
final class WorkerProcess {

    private static final Logger LOGGER = LoggerFactory.getLogger(WorkerProcess.class);
    private static final String MAIN_CLASS = "io.millrace.firehose.columnar.worker.FormatWorker";
    private static final int PIPE_BYTES = 64 * 1024;

    private final Process process;
    private final FormatWorkerSettings settings;
    private final ScheduledExecutorService deadlines;
    private final DataOutputStream requests;
    private final DataInputStream answers;

    private WorkerProcess(Process process, FormatWorkerSettings settings, ScheduledExecutorService deadlines) {
        this.process = process;
        this.settings = settings;
        this.deadlines = deadlines;
        this.requests = new DataOutputStream(new BufferedOutputStream(process.getOutputStream(), PIPE_BYTES));
        this.answers = new DataInputStream(new BufferedInputStream(process.getInputStream(), PIPE_BYTES));
    }

    static WorkerProcess start(FormatWorkerSettings settings, ScheduledExecutorService deadlines) throws IOException {
        String java = settings.java().orElseThrow(() -> new IOException("there is no JVM for format workers")).toString();
        ProcessBuilder command = new ProcessBuilder(List.of(java, "-Xmx" + settings.heapMebibytes() + "m", "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-Duser.timezone=UTC",
                "-cp", String.join(File.pathSeparator, settings.classPath()), MAIN_CLASS));
        command.environment().clear();
        WorkerProcess worker = new WorkerProcess(command.start(), settings, deadlines);
        Thread.ofPlatform().daemon().name("firehose-format-worker-" + worker.process.pid()).start(worker::drainErrors);
        try {
            if (worker.answer() != Frames.VERSION) {
                throw new IOException("the format worker speaks another version");
            }
        } catch (IOException e) {
            worker.kill();
            throw e;
        }
        LOGGER.atInfo().addKeyValue("pid", worker.process.pid()).log("format worker started");
        return worker;
    }

    void begin(ConversionJob job) throws IOException {
        requests.writeByte(Frames.JOB);
        job.write(requests);
        requests.flush();
        byte answer = answer();
        if (answer != Frames.READY) {
            throw new IOException(answer == Frames.FAILED ? "format worker: " + Frames.readText(answers) : "format worker answered " + answer);
        }
    }

    DataOutputStream requests() {
        return requests;
    }

    DataInputStream answers() {
        return answers;
    }

    /** The type of the next answer. A worker that gives none in time is killed, which ends the waiting. */
    byte answer() throws IOException {
        Future<?> deadline;
        try {
            deadline = deadlines.schedule(this::kill, settings.answerTimeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            throw new IOException("the server stops", e);
        }
        try {
            return answers.readByte();
        } catch (IOException e) {
            throw new IOException("the format worker ended or gave no answer in time", e);
        } finally {
            deadline.cancel(false);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    void kill() {
        process.destroyForcibly();
    }

    /** What it prints is not of records, but may quote them: it is for who debugs. */
    private void drainErrors() {
        try (BufferedReader errors = process.errorReader(StandardCharsets.UTF_8)) {
            for (String line = errors.readLine(); line != null; line = errors.readLine()) {
                LOGGER.atDebug().addKeyValue("pid", process.pid()).addKeyValue("line", line).log("format worker says");
            }
        } catch (IOException e) {
            LOGGER.atDebug().addKeyValue("pid", process.pid()).setCause(e).log("format worker's output ended");
        }
    }
}
