package io.millrace.server;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Something that is opened on a platform thread of its own, beside what its caller opens meanwhile: starts wait for the disk and
 * for single processors. The caller awaits it, whatever happens, before anything that was opened is closed.
 */
final class Opening<T> {

    private final FutureTask<T> task;

    private Opening(FutureTask<T> task) {
        this.task = task;
    }

    static <T> Opening<T> begin(String name, Callable<T> opening) {
        FutureTask<T> task = new FutureTask<>(opening);
        Thread.ofPlatform().name("open-" + name).daemon(true).start(task);
        return new Opening<>(task);
    }

    /** What was opened, or its failure as if it had been opened here. Never interrupts the opening, and waits for its end even when interrupted. */
    T await() throws IOException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException later) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException failed) {
            switch (failed.getCause()) {
                case IOException failure -> throw failure;
                case RuntimeException failure -> throw failure;
                case Error failure -> throw failure;
                default -> throw new IllegalStateException(failed.getCause());
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
