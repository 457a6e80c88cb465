package io.millrace.firehose.engine;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs tasks one after the other, in order, on a pool's threads. A task that fails is reported; the others go on. Any thread. */
final class SerialLane implements Executor {

    private static final Logger LOGGER = LoggerFactory.getLogger(SerialLane.class);
    /** A lane lets others have the thread after so many tasks. */
    private static final int TURN = 16;

    private final Executor pool;
    private final String name;
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private boolean scheduled;

    SerialLane(Executor pool, String name) {
        this.pool = pool;
        this.name = name;
    }

    @Override
    public void execute(Runnable task) {
        synchronized (this) {
            tasks.add(task);
            if (scheduled) {
                return;
            }
            scheduled = true;
        }
        pool.execute(this::turn);
    }

    private void turn() {
        for (int i = 0; i < TURN; i++) {
            Runnable task;
            synchronized (this) {
                task = tasks.poll();
                if (task == null) {
                    scheduled = false;
                    return;
                }
            }
            try {
                task.run();
            } catch (RuntimeException | Error failure) {
                LOGGER.atError().addKeyValue("lane", name).setCause(failure).log("task of a delivery stream failed");
            }
        }
        pool.execute(this::turn);
    }
}
