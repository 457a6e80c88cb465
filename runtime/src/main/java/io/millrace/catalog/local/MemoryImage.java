package io.millrace.catalog.local;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The truth itself as the image: where the image's file cannot be had, or has failed. */
record MemoryImage(CatalogFrames truth) implements CatalogImage {

    @Override
    public Optional<Stored> get(String kind, String key) {
        return Optional.ofNullable(truth.byName().get(CatalogImage.name(kind, key))).map(MemoryImage::stored);
    }

    @Override
    public List<Stored> list(String kind, String afterKey, int limit) {
        List<Stored> found = new ArrayList<>();
        String prefix = CatalogImage.name(kind, "");
        for (Map.Entry<String, StoredChange> entry : truth.byName().tailMap(CatalogImage.name(kind, afterKey), false).entrySet()) {
            if (found.size() == limit || !entry.getKey().startsWith(prefix)) {
                break;
            }
            found.add(stored(entry.getValue()));
        }
        return found;
    }

    private static Stored stored(StoredChange change) {
        StoredChange.StoredWrite write = change.writes().getFirst();
        return new Stored(write.key(), change.number(), write.value().orElseThrow());
    }

    @Override
    public void apply(StoredChange change) {
        // applied to the truth before
    }

    @Override
    public void close() {
        // holds nothing
    }
}
