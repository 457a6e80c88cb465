package io.millrace.functions.process;

import java.io.IOException;

/** Signals to process groups, which Java cannot send. */
final class ProcessGroups {

    private static final int NO_SUCH_GROUP = 1;

    private ProcessGroups() {
    }

    /** Kills every member; a group that is gone is no error. Blocks for the milliseconds that a shell takes. */
    static void kill(long group) throws IOException {
        if (group <= 1) {
            throw new IllegalArgumentException("not a child's group: " + group);
        }
        Process shell = new ProcessBuilder("/bin/sh", "-c", "kill -s KILL -- -" + group + " 2>/dev/null").start();
        int code = shell.onExit().join().exitValue();
        if (code != 0 && code != NO_SUCH_GROUP) {
            throw new IOException("kill ended with " + code);
        }
    }
}
