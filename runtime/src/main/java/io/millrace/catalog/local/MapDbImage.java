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

/** A MapDB B-tree in a file, without transactions and not mapped into memory. */
final class MapDbImage implements CatalogImage {

    private static final String TREE = "entries";

    private final DB database;
    private final ConcurrentNavigableMap<String, byte[]> tree;

    /** Opens or makes the image's file; fails with a {@link DBException} where the file is unusable. */
    MapDbImage(Path file) {
        this.database = DBMaker.fileDB(file.toFile()).fileChannelEnable().make();
        this.tree = database.treeMap(TREE, Serializer.STRING, Serializer.BYTE_ARRAY).createOrOpen();
    }

    @Override
    public Optional<Stored> get(String kind, String key) {
        return Optional.ofNullable(tree.get(CatalogImage.name(kind, key))).map(bytes -> stored(key, bytes));
    }

    @Override
    public List<Stored> list(String kind, String afterKey, int limit) {
        List<Stored> found = new ArrayList<>();
        String prefix = CatalogImage.name(kind, "");
        for (Map.Entry<String, byte[]> entry : tree.tailMap(CatalogImage.name(kind, afterKey), false).entrySet()) {
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

    @Override
    public void apply(StoredChange change) {
        for (StoredChange.StoredWrite write : change.writes()) {
            String name = CatalogImage.name(write.kind(), write.key());
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
