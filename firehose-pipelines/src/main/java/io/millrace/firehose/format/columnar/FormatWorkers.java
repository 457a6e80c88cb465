package io.millrace.firehose.format.columnar;

import io.millrace.firehose.columnar.protocol.ConversionJob;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;

/** The format workers of a server. Thread safe. */
public final class FormatWorkers implements AutoCloseable {

    private final FormatWorkerSettings settings;
    private final Semaphore places;
    private final Deque<WorkerProcess> idle = new ArrayDeque<>();
    private final ScheduledExecutorService deadlines = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("firehose-format-deadlines").factory());
    private boolean closed;

    public FormatWorkers(FormatWorkerSettings settings) {
        this.settings = settings;
        this.places = new Semaphore(settings.workersMax(), true);
    }

    FormatWorkerSettings settings() {
        return settings;
    }

    /** A worker that is ready for the job; waits for one. The caller gives it back. */
    WorkerProcess take(ConversionJob job) throws IOException {
        places.acquireUninterruptibly();
        WorkerProcess worker = null;
        try {
            worker = idleWorker();
            if (worker == null) {
                worker = WorkerProcess.start(settings, deadlines);
            }
            worker.begin(job);
            return worker;
        } catch (IOException e) {
            if (worker != null) {
                worker.kill();
            }
            places.release();
            throw e;
        }
    }

    /** @param usable whether it can make another object */
    void giveBack(WorkerProcess worker, boolean usable) {
        synchronized (idle) {
            if (usable && !closed) {
                idle.push(worker);
            } else {
                worker.kill();
            }
        }
        places.release();
    }

    /** Ends idle workers; those at work end when they are given back. */
    @Override
    public void close() {
        synchronized (idle) {
            closed = true;
            idle.forEach(WorkerProcess::kill);
            idle.clear();
        }
        deadlines.shutdown();
    }

    private WorkerProcess idleWorker() throws IOException {
        synchronized (idle) {
            if (closed) {
                throw new IOException("the server stops");
            }
            WorkerProcess worker = idle.poll();
            while (worker != null && !worker.isAlive()) {
                worker = idle.poll();
            }
            return worker;
        }
    }
}
