package io.millrace.firehose.schema.api;

import io.millrace.clock.Clock;
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

/** CreateTable, UpdateTable, DeleteTable, BatchDeleteTable. */
final class TableOperations {

    private static final String DATABASE = "DatabaseName", NAME = "Name", INPUT = "TableInput", TRANSACTION = "TransactionId";

    private final GlueWork work;
    private final GlueCall calls;
    private final TableFiles files;
    private final Clock clock;

    private record Create(TableName name, byte[] input) {
    }

    /** @param onlyAt the version that must be the latest */
    private record Update(TableName name, byte[] input, OptionalInt onlyAt, boolean archived) {
    }

    private record DeleteMany(EntryName database, List<String> tables) {
    }

    TableOperations(GlueWork work, GlueCall calls, TableFiles files, Clock clock) {
        this.work = work;
        this.calls = calls;
        this.files = files;
        this.clock = clock;
    }

    List<WireOperation<?>> operations() {
        return List.of(
                work.operation("CreateTable", this::creation, this::create),
                work.operation("UpdateTable", this::change, this::update),
                work.operation("DeleteTable", call -> {
                    calls.check(call, TRANSACTION);
                    return new TableName(GlueCall.name(call, DATABASE), GlueCall.name(call, NAME));
                }, this::delete),
                work.operation("BatchDeleteTable", call -> {
                    calls.check(call, TRANSACTION);
                    return new DeleteMany(GlueCall.name(call, DATABASE), call.texts("TablesToDelete"));
                }, this::deleteMany));
    }

    private Create creation(Members call) {
        calls.check(call, NAME, "PartitionIndexes", TRANSACTION, "OpenTableFormatInput");
        Members input = input(call);
        TableName name = new TableName(GlueCall.name(call, DATABASE), GlueCall.name(input, NAME));
        return new Create(name, json(input, name));
    }

    private Update change(Members call) {
        calls.check(call, TRANSACTION, "ViewUpdateAction", "Force", "UpdateOpenTableFormatInput");
        Members input = input(call);
        TableName name = new TableName(GlueCall.name(call, DATABASE), GlueCall.name(input, NAME));
        if (call.text(NAME).filter(old -> !EntryName.of(old).equals(Optional.of(name.table()))).isPresent()) {
            throw GlueFault.INPUT.because("A table cannot be given another name");
        }
        OptionalInt onlyAt = call.text("VersionId").map(id -> OptionalInt.of(GlueCall.version(id))).orElse(OptionalInt.empty());
        return new Update(name, json(input, name), onlyAt, !call.flag("SkipArchive").orElse(false));
    }

    private static Members input(Members call) {
        Members input = call.structure(INPUT).orElseThrow(() -> GlueFault.INPUT.because("TableInput must be specified"));
        GlueCall.refuse(input, "TargetTable", "ViewDefinition");
        return input;
    }

    /** What a version's file has. */
    private static byte[] json(Members input, TableName name) {
        Map<String, Object> tree = input.tree();
        tree.put(NAME, name.table().text());
        byte[] json = GlueApi.shapes().json(INPUT, tree);
        if (json.length > TableFiles.FILE_BYTES_MAX) {
            throw GlueFault.INPUT.because("TableInput has more than " + TableFiles.FILE_BYTES_MAX + " bytes");
        }
        return json;
    }

    private Map<String, ?> create(Create call) throws IOException {
        EntryName database = DatabaseOperations.known(files, call.name().database()), table = call.name().table();
        if (!files.versions(database, table).isEmpty()) {
            throw GlueFault.EXISTS.because("Table " + table + " already exists.");
        }
        if (files.tables(database).size() >= GlueLimits.TABLES_PER_DATABASE_MAX) {
            throw GlueFault.LIMIT.because("A database may have " + GlueLimits.TABLES_PER_DATABASE_MAX + " tables");
        }
        files.createTable(database, table, call.input(), clock.millis());
        return Map.of();
    }

    private Map<String, ?> update(Update call) throws IOException {
        EntryName database = call.name().database(), table = call.name().table();
        List<Integer> versions = call.name().versions(files);
        int latest = versions.getLast();
        if (call.onlyAt().isPresent() && call.onlyAt().getAsInt() != latest) {
            throw GlueFault.CONCURRENT.because("Update table failed due to concurrent modifications: the latest version is " + latest);
        }
        if (latest >= GlueLimits.VERSION_MAX || call.archived() && versions.size() >= GlueLimits.VERSIONS_PER_TABLE_MAX) {
            throw GlueFault.LIMIT.because("A table may have " + GlueLimits.VERSIONS_PER_TABLE_MAX + " versions");
        }
        files.addVersion(database, table, latest + 1, call.input());
        if (!call.archived()) {
            files.removeVersion(database, table, latest);
        }
        return Map.of();
    }

    private Map<String, ?> delete(TableName name) throws IOException {
        name.versions(files);
        files.removeTable(name.database(), name.table());
        return Map.of();
    }

    private Map<String, ?> deleteMany(DeleteMany call) throws IOException {
        DatabaseOperations.known(files, call.database());
        List<Map<String, ?>> errors = new ArrayList<>();
        for (String table : call.tables()) {
            try {
                delete(new TableName(call.database(), GlueCall.name(table, "Table")));
            } catch (WireException refused) {
                errors.add(Map.of("TableName", table, "ErrorDetail", VersionOperations.detail(refused)));
            }
        }
        return Map.of("Errors", errors);
    }
}
