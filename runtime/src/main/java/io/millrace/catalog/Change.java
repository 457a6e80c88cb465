package io.millrace.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes that happen together or not at all, each on the condition that its entry still has the expected version.
 * The key is 1 to 512 UTF-8 bytes; there are at most {@link #WRITES_MAX} writes, and all values together are at most 4 MiB.
 */
public final class Change {

    /** The expected version of an entry that must not exist. */
    public static final long ABSENT = 0;
    public static final int WRITES_MAX = 4096;

    private final List<Write<?>> writes = new ArrayList<>();

    /** One write; an empty value is a deletion. */
    public record Write<T>(Kind<T> kind, String key, long expectedVersion, Optional<T> value) {
    }

    public static Change create() {
        return new Change();
    }

    public <T> Change put(Kind<T> kind, String key, long expectedVersion, T value) {
        writes.add(new Write<>(kind, key, expectedVersion, Optional.of(value)));
        return this;
    }

    public <T> Change delete(Kind<T> kind, String key, long expectedVersion) {
        writes.add(new Write<>(kind, key, expectedVersion, Optional.empty()));
        return this;
    }

    public List<Write<?>> writes() {
        return List.copyOf(writes);
    }
}
