package io.millrace.firehose.schema.api;

import io.millrace.firehose.schema.EntryName;
import io.millrace.firehose.schema.TableFiles;
import io.millrace.wire.http.WireOperation;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** GetTags, TagResource, UntagResource: of databases, which alone can have tags here. */
final class TagOperations {

    private static final String TAGS = "Tags", SHAPE = "CreateDatabaseRequest";

    private final GlueWork work;
    private final GlueCall calls;
    private final TableFiles files;
    private final Entries entries;

    private record Tagging(EntryName database, Map<String, String> added, List<String> removed) {
    }

    TagOperations(GlueWork work, GlueCall calls, TableFiles files, Entries entries) {
        this.work = work;
        this.calls = calls;
        this.files = files;
        this.entries = entries;
    }

    List<WireOperation<?>> operations() {
        return List.of(
                work.operation("GetTags", calls::tagged, database -> Map.of(TAGS, tags(entries.databaseCall(DatabaseOperations.known(files, database))))),
                work.operation("TagResource", call -> new Tagging(calls.tagged(call), call.textMap("TagsToAdd"), List.of()), this::change),
                work.operation("UntagResource", call -> new Tagging(calls.tagged(call), Map.of(), call.texts("TagsToRemove")), this::change));
    }

    private static TreeMap<String, String> tags(Map<String, Object> stored) {
        TreeMap<String, String> tags = new TreeMap<>();
        if (stored.get(TAGS) instanceof Map<?, ?> there) {
            there.forEach((key, value) -> tags.put((String) key, (String) value));
        }
        return tags;
    }

    private Map<String, ?> change(Tagging call) throws IOException {
        Map<String, Object> stored = entries.databaseCall(DatabaseOperations.known(files, call.database()));
        TreeMap<String, String> tags = tags(stored);
        tags.putAll(call.added());
        tags.keySet().removeAll(call.removed());
        if (tags.size() > GlueLimits.TAGS_MAX) {
            throw GlueFault.INPUT.because("A database may have " + GlueLimits.TAGS_MAX + " tags");
        }
        stored.put(TAGS, tags);
        files.changeDatabase(call.database(), GlueApi.shapes().json(SHAPE, stored));
        return Map.of();
    }
}
