package io.millrace.catalog.local;

import java.util.List;
import java.util.Optional;

/**
 * What is read: from kind and key to version and value. Any number of readers beside one writer. Methods of an image whose
 * file fails throw what MapDB throws; the writer then goes over to the truth in memory.
 */
interface CatalogImage extends AutoCloseable {

    /** Between kind and key; a kind has only letters and hyphens, so entries of one kind stand together. */
    char SEPARATOR = '\0';

    /** A value and the change that wrote it. */
    record Stored(String key, long version, byte[] value) {
    }

    static String name(String kind, String key) {
        return kind + SEPARATOR + key;
    }

    Optional<Stored> get(String kind, String key);

    /** Entries of the kind with keys after {@code afterKey}, by key, at most {@code limit}. */
    List<Stored> list(String kind, String afterKey, int limit);

    /** Shows a durable change; the truth has it already. */
    void apply(StoredChange change);

    @Override
    void close();
}
