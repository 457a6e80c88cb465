package io.millrace.firehose.schema.api;

import io.millrace.clock.Clock;
import io.millrace.firehose.schema.EntryName;
import io.millrace.firehose.schema.TableFiles;
import io.millrace.wire.WireException;
import io.millrace.wire.http.WireOperation;
import io.millrace.wire.model.Members;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** CreateDatabase, GetDatabase, GetDatabases, UpdateDatabase, DeleteDatabase. */
final class DatabaseOperations {

    private static final String NAME = "Name", INPUT = "DatabaseInput", SHAPE = "CreateDatabaseRequest";

    private final GlueWork work;
    private final GlueCall calls;
    private final TableFiles files;
    private final Entries entries;
    private final Clock clock;

    /** A database as it shall be. */
    private record Change(EntryName name, Map<String, Object> input, Map<String, String> tags) {
    }

    private record Listing(Page.Wanted page, boolean ofOthers, List<String> attributes) {
    }

    DatabaseOperations(GlueWork work, GlueCall calls, TableFiles files, Entries entries, Clock clock) {
        this.work = work;
        this.calls = calls;
        this.files = files;
        this.entries = entries;
        this.clock = clock;
    }

    List<WireOperation<?>> operations() {
        return List.of(
                work.operation("CreateDatabase", call -> change(call, call.textMap("Tags")), this::create),
                work.operation("GetDatabase", this::name, name -> Map.of("Database", entries.database(known(files, name)))),
                work.operation("GetDatabases", this::listing, this::list),
                work.operation("UpdateDatabase", this::update, this::change),
                work.operation("DeleteDatabase", this::name, this::delete));
    }

    /** The database, which must be there. */
    static EntryName known(TableFiles files, EntryName database) {
        if (!files.hasDatabase(database)) {
            throw notFound(database);
        }
        return database;
    }

    private static WireException notFound(EntryName database) {
        return GlueFault.NOT_FOUND.because("Database " + database + " not found.");
    }

    private EntryName name(Members call) {
        calls.check(call);
        return GlueCall.name(call, NAME);
    }

    private Change change(Members call, Map<String, String> tags) {
        calls.check(call);
        Members input = call.structure(INPUT).orElseThrow();
        GlueCall.refuse(input, "TargetDatabase", "FederatedDatabase");
        EntryName name = GlueCall.name(input, NAME);
        Map<String, Object> tree = input.tree();
        tree.put(NAME, name.text());
        return new Change(name, tree, tags);
    }

    private Change update(Members call) {
        Change change = change(call, Map.of());
        if (!change.name().equals(GlueCall.name(call, NAME))) {
            throw GlueFault.INPUT.because("A database cannot be given another name");
        }
        return change;
    }

    private Map<String, ?> create(Change call) throws IOException {
        if (files.hasDatabase(call.name())) {
            throw GlueFault.EXISTS.because("Database " + call.name() + " already exists.");
        }
        if (files.databases().size() >= GlueLimits.DATABASES_MAX) {
            throw GlueFault.LIMIT.because("There may be " + GlueLimits.DATABASES_MAX + " databases");
        }
        files.createDatabase(call.name(), GlueApi.shapes().json(SHAPE, Map.of(INPUT, call.input(), "Tags", call.tags())), clock.millis());
        return Map.of();
    }

    private Map<String, ?> change(Change call) throws IOException {
        Map<String, Object> stored = entries.databaseCall(known(files, call.name()));
        stored.put(INPUT, call.input());
        files.changeDatabase(call.name(), GlueApi.shapes().json(SHAPE, stored));
        return Map.of();
    }

    private Map<String, ?> delete(EntryName name) throws IOException {
        files.removeDatabase(known(files, name));
        return Map.of();
    }

    /** Databases that others share or federate: there are none. */
    private Listing listing(Members call) {
        calls.check(call);
        return new Listing(Page.Wanted.of(call), call.text("ResourceShareType").filter(type -> !type.equals("ALL")).isPresent(),
                call.texts("AttributesToGet"));
    }

    private Map<String, ?> list(Listing call) throws IOException {
        Page page = call.page().begin();
        List<EntryName> names = call.ofOthers() ? List.of() : files.databases().stream()
                .filter(name -> call.page().after().isEmpty() || name.text().compareTo(call.page().after().get()) > 0).toList();
        for (EntryName name : names) {
            if (page.full()) {
                return page.answer("DatabaseList", true);
            }
            Map<String, Object> database = call.attributes().isEmpty() ? entries.database(name) : new LinkedHashMap<>(Map.of(NAME, name.text()));
            page.add(name.text(), database, files.database(name).map(bytes -> bytes.length).orElse(0));
        }
        return page.answer("DatabaseList", false);
    }
}
