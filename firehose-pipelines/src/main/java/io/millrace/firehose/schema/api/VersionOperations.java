package io.millrace.firehose.schema.api;

import io.millrace.firehose.schema.EntryName;
import io.millrace.firehose.schema.TableFiles;
import io.millrace.wire.WireException;
import io.millrace.wire.http.WireOperation;
import io.millrace.wire.model.Members;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** GetTableVersion, GetTableVersions (newest first), DeleteTableVersion, BatchDeleteTableVersion. */
final class VersionOperations {

    private static final String DATABASE = "DatabaseName", TABLE = "TableName", VERSION = "VersionId", VERSIONS = "TableVersions";

    private final GlueWork work;
    private final GlueCall calls;
    private final TableFiles files;
    private final Entries entries;

    /** @param version none for the latest */
    private record OneVersion(TableName name, OptionalInt version) {
    }

    private record Listing(TableName name, Page.Wanted page, OptionalInt before) {
    }

    private record DeleteMany(TableName name, List<String> versions) {
    }

    VersionOperations(GlueWork work, GlueCall calls, TableFiles files, Entries entries) {
        this.work = work;
        this.calls = calls;
        this.files = files;
        this.entries = entries;
    }

    List<WireOperation<?>> operations() {
        return List.of(
                work.operation("GetTableVersion", this::one, this::get),
                work.operation("GetTableVersions", call -> {
                    Page.Wanted page = Page.Wanted.of(call);
                    return new Listing(name(call), page, page.after().map(id -> OptionalInt.of(GlueCall.version(id))).orElse(OptionalInt.empty()));
                }, this::list),
                work.operation("DeleteTableVersion", this::one, call -> {
                    delete(call.name(), call.version().orElseThrow());
                    return Map.of();
                }),
                work.operation("BatchDeleteTableVersion", call -> new DeleteMany(name(call), call.texts("VersionIds")), this::deleteMany));
    }

    /** An ErrorDetail. */
    static Map<String, ?> detail(WireException refused) {
        return Map.of("ErrorCode", refused.fault().wireName(), "ErrorMessage", refused.getMessage());
    }

    private TableName name(Members call) {
        calls.check(call);
        return new TableName(GlueCall.name(call, DATABASE), GlueCall.name(call, TABLE));
    }

    private OneVersion one(Members call) {
        return new OneVersion(name(call), call.text(VERSION).map(id -> OptionalInt.of(GlueCall.version(id))).orElse(OptionalInt.empty()));
    }

    private Map<String, ?> get(OneVersion call) throws IOException {
        call.name().versions(files);
        EntryName database = call.name().database(), table = call.name().table();
        Optional<TableFiles.TableVersion> version = call.version().isPresent() ? files.version(database, table, call.version().getAsInt())
                : files.latest(database, table);
        return Map.of("TableVersion", described(call.name(), version.orElseThrow(() -> notFound(call.name(), call.version().orElse(0)))));
    }

    private Map<String, ?> described(TableName name, TableFiles.TableVersion version) throws IOException {
        return Map.of("Table", entries.table(name.database(), name.table(), version), VERSION, Integer.toString(version.number()));
    }

    private static WireException notFound(TableName name, int version) {
        return GlueFault.NOT_FOUND.because("Table " + name.table() + " has no version " + version + ".");
    }

    private Map<String, ?> list(Listing call) throws IOException {
        Page page = call.page().begin();
        for (int number : call.name().versions(files).reversed()) {
            if (call.before().isPresent() && number >= call.before().getAsInt()) {
                continue;
            }
            if (page.full()) {
                return page.answer(VERSIONS, true);
            }
            Optional<TableFiles.TableVersion> version = files.version(call.name().database(), call.name().table(), number);
            if (version.isPresent()) {
                page.add(Integer.toString(number), described(call.name(), version.get()), version.get().input().length);
            }
        }
        return page.answer(VERSIONS, false);
    }

    /** The latest version is the table: it goes with the table only. */
    private void delete(TableName name, int version) throws IOException {
        List<Integer> versions = name.versions(files);
        if (!versions.contains(version)) {
            throw notFound(name, version);
        }
        if (version == versions.getLast()) {
            throw GlueFault.INPUT.because("Version " + version + " is the table's latest, which cannot be deleted");
        }
        files.removeVersion(name.database(), name.table(), version);
    }

    private Map<String, ?> deleteMany(DeleteMany call) throws IOException {
        call.name().versions(files);
        List<Map<String, ?>> errors = new ArrayList<>();
        for (String version : call.versions()) {
            try {
                delete(call.name(), GlueCall.version(version));
            } catch (WireException refused) {
                errors.add(Map.of(TABLE, call.name().table().text(), VERSION, version, "ErrorDetail", detail(refused)));
            }
        }
        return Map.of("Errors", errors);
    }
}
