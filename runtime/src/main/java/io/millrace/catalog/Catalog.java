package io.millrace.catalog;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * What exists: streams, functions, mappings. Compare-and-set by version, plus an ordered feed of changes. Reads are from
 * memory or a local image, show only durable changes, and may be made on any thread.
 */
public interface Catalog {

    <T> Optional<Entry<T>> get(Kind<T> kind, String key);

    /** Entries of the kind with keys after {@code afterKey} (empty: from the first), by key, at most {@code limit}. */
    <T> List<Entry<T>> list(Kind<T> kind, String afterKey, int limit);

    /**
     * Applies the change if every expected version holds; completes with the change's number, which is also the version of
     * every entry it wrote, when it is durable and visible. Fails with {@link VersionConflict}, or {@link CatalogUnavailable}
     * when the disk refuses; then nothing has changed. Only where the program dies before a later change has succeeded, a
     * change the disk refused may be found afterwards, whole.
     */
    CompletionStage<Long> commit(Change change);

    /** A new number, greater than any given before, also over restarts: for creation ids. Completes when durable. */
    CompletionStage<Long> nextId();

    /** Calls back after each durable change to an entry of the kind, in order, on one thread. */
    <T> AutoCloseable follow(Kind<T> kind, Follower<T> follower);

    /** Told of changes; returns at once. */
    interface Follower<T> {
        void onPut(Optional<Entry<T>> before, Entry<T> now);

        void onDelete(Entry<T> before);
    }

    /** Another change came first. */
    final class VersionConflict extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public VersionConflict(String kind, String key, long expected, long found) {
            super(kind + " " + key + " has version " + found + ", not " + expected);
        }
    }

    /** The change could not be made durable. */
    final class CatalogUnavailable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public CatalogUnavailable(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
