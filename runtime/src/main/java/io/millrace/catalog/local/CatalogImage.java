package io.millrace.catalog.local;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import org.mapdb.DB;
import org.mapdb.DBException;
import org.mapdb.DBMaker;
import org.mapdb.Serializer;

/**
 * What is read: a MapDB B-tree from kind and key to version and value. Many readers beside one writer. Should the file fail,
 * the writer goes on in memory; the journal has it all.
 */
final class CatalogImage implements AutoCloseable {

    /** Between kind and key; a kind has only letters and hyphens, so entries of one kind stand together. */
    private static final char SEPARATOR = '\0';
    private static final String TREE = "entries";

    private final DB database;
    private final ConcurrentNavigableMap<String, byte[]> tree;
    private final boolean inMemory;

    private CatalogImage(DB database, boolean inMemory) {
        this.database = database;
        this.inMemory = inMemory;
        this.tree = database.treeMap(TREE, Serializer.STRING, Serializer.BYTE_ARRAY).createOrOpen();
    }

    /** A value and the change that wrote it. */
    record Stored(String key, long version, byte[] value) {
    }

    /** Opens or makes the image's file; fails with a {@link DBException} where the file is unusable. */
    static CatalogImage file(Path file) {
        return new CatalogImage(DBMaker.fileDB(file.toFile()).fileChannelEnable().make(), false);
    }

    static CatalogImage memory() {
        return new CatalogImage(DBMaker.heapDB().make(), true);
    }

    static String name(String kind, String key) {
        return kind + SEPARATOR + key;
    }

    boolean isInMemory() {
        return inMemory;
    }

    Optional<Stored> get(String kind, String key) {
        return Optional.ofNullable(tree.get(name(kind, key))).map(bytes -> stored(key, bytes));
    }

    List<Stored> list(String kind, String afterKey, int limit) {
        List<Stored> found = new ArrayList<>();
        String prefix = name(kind, "");
        for (Map.Entry<String, byte[]> entry : tree.tailMap(name(kind, afterKey), false).entrySet()) {
            if (found.size() == limit || !entry.getKey().startsWith(prefix)) {
                break;
            }
            found.add(stored(entry.getKey().substring(prefix.length()), entry.getValue()));
        }
        return found;
    }

    private static Stored stored(String key, byte[] bytes) {
        return new Stored(key, ByteBuffer.wrap(bytes).getLong(), Arrays.copyOfRange(bytes, Long.BYTES, bytes.length));
    }

    void apply(StoredChange change) {
        for (StoredChange.StoredWrite write : change.writes()) {
            String name = name(write.kind(), write.key());
            if (write.value().isPresent()) {
                byte[] value = write.value().get();
                tree.put(name, ByteBuffer.allocate(Long.BYTES + value.length).putLong(change.number()).put(value).array());
            } else {
                tree.remove(name);
            }
        }
    }

    @Override
    public void close() {
        database.close();
    }
}
