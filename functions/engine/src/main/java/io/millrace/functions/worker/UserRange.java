package io.millrace.functions.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Users for functions to run as, one for each: with one for all, functions could read each other's token in /proc. Given when a function
 * first starts, kept while the server runs. One thread.
 */
final class UserRange {

    private final int first;
    private final int count;
    private final Map<Long, Integer> users = new HashMap<>();

    /** @param count 0: functions run as the server's own user */
    UserRange(int first, int count) {
        this.first = first;
        this.count = count;
    }

    /**
     * Checks that this process may become other users, and that these can reach a directory.
     *
     * @throws IOException saying what to change
     */
    static void requireUsable(Path directory) throws IOException {
        if (!Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))) {
            throw new IOException("functions as users of their own need a server that runs as root");
        }
        for (Path path = directory.toRealPath(); path != null; path = path.getParent()) {
            if (!Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_EXECUTE)) {
                throw new IOException("functions as users of their own cannot reach their runtime directory " + directory
                        + ": others must be allowed to pass through " + path);
            }
        }
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** The function's user; empty when all are given to others. */
    OptionalInt of(long creationId) {
        Integer known = users.get(creationId);
        if (known == null) {
            for (int uid = first; uid < first + count && known == null; uid++) {
                known = users.containsValue(uid) ? null : uid;
            }
            if (known == null) {
                return OptionalInt.empty();
            }
            users.put(creationId, known);
        }
        return OptionalInt.of(known);
    }

    /** The function is gone. */
    void release(long creationId) {
        users.remove(creationId);
    }
}
