package io.millrace.functions.process;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * A running child. Its standard output and error are one pipe that belongs to us: {@link #read} takes what is there and never waits, so
 * that a child that writes without end waits for us, and we for nobody.
 */
public final class ChildProcess {

    private final Process process;
    private final RandomAccessFile pipe;
    private final FileInputStream output;
    private final CompletableFuture<Integer> exited = new CompletableFuture<>();
    private final Executor killer;
    private final ProcessLedger ledger;

    ChildProcess(Process process, RandomAccessFile pipe, ProcessLedger ledger, Executor killer) throws IOException {
        this.process = process;
        this.pipe = pipe;
        this.output = new FileInputStream(pipe.getFD());
        this.ledger = ledger;
        this.killer = killer;
        process.onExit().thenAcceptAsync(this::endGroup, killer);
    }

    public long pid() {
        return process.pid();
    }

    /**
     * Completes with the exit code, 128 + n after signal n, when the process has ended and what it had started in its group has been
     * killed. On the killer's thread.
     */
    public CompletionStage<Integer> exited() {
        return exited.minimalCompletionStage();
    }

    /** Kills the process and its group. Returns at once. */
    public void kill() {
        process.destroyForcibly();
    }

    /** The largest resident memory the process has had, in bytes; 0 when it is gone. */
    public long peakMemoryBytes() {
        return ProcessInfo.peakMemoryBytes(pid());
    }

    /**
     * Takes up to so many bytes of output, as many as are there.
     *
     * @return how many; 0 when there are none now
     */
    public int read(byte[] target) throws IOException {
        int available = output.available();
        return available == 0 ? 0 : output.read(target, 0, Math.min(available, target.length));
    }

    /** Gives the pipe back; nothing is read after that. */
    public void closeOutput() throws IOException {
        pipe.close();
    }

    private void endGroup(Process ended) {
        try {
            ProcessGroups.end(ended.pid());
            ledger.remove(ended.pid());
        } catch (IOException failed) {
            exited.completeExceptionally(failed);
            return;
        }
        exited.complete(ended.exitValue());
    }
}
