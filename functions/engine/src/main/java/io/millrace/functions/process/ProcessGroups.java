package io.millrace.functions.process;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signals to process groups, which Java cannot send. */
final class ProcessGroups {

    private static final Logger LOGGER = LoggerFactory.getLogger(ProcessGroups.class);
    private static final int NO_SUCH_GROUP = 1;
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(10);
    private static final int LOOKS_MAX = 500;

    private ProcessGroups() {
    }

    /**
     * Kills every member and returns when they have ended: the kernel takes its time. A group that is gone is no error. Blocks for the
     * milliseconds that a shell takes, or longer when a member hangs in the kernel.
     */
    static void end(long group) throws IOException {
        if (group <= 1) {
            throw new IllegalArgumentException("not a child's group: " + group);
        }
        Process shell = new ProcessBuilder("/bin/sh", "-c", "kill -s KILL -- -" + group + " 2>/dev/null").start();
        int code = shell.onExit().join().exitValue();
        if (code == 0) {
            awaitEnd(group);
        } else if (code != NO_SUCH_GROUP) {
            throw new IOException("kill ended with " + code);
        }
    }

    private static void awaitEnd(long group) {
        for (int look = 0; look < LOOKS_MAX; look++) {
            if (ProcessInfo.all().stream().noneMatch(process -> process.group() == group && !process.zombie())) {
                return;
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
        LOGGER.atError().addKeyValue("group", group).log("a killed process group does not end");
    }
}
