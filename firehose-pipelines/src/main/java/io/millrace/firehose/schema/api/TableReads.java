package io.millrace.firehose.schema.api;

import io.millrace.firehose.schema.EntryName;
import io.millrace.firehose.schema.TableFiles;
import io.millrace.wire.http.WireOperation;
import io.millrace.wire.model.Members;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** GetTable, GetTables, and GetPartitionIndexes, of which there are none. An AuditContext says who asks and changes nothing. */
final class TableReads {

    private static final String DATABASE = "DatabaseName", NAME = "Name", TYPE = "TableType", TABLES = "TableList";
    private static final String[] UNBUILT = {"TransactionId", "QueryAsOfTime", "IncludeStatusDetails"};

    private final GlueWork work;
    private final GlueCall calls;
    private final TableFiles files;
    private final Entries entries;

    private record Listing(EntryName database, NameFilter filter, Page.Wanted page, List<String> attributes) {
    }

    TableReads(GlueWork work, GlueCall calls, TableFiles files, Entries entries) {
        this.work = work;
        this.calls = calls;
        this.files = files;
        this.entries = entries;
    }

    List<WireOperation<?>> operations() {
        return List.of(
                work.operation("GetTable", call -> {
                    calls.check(call, UNBUILT);
                    return new TableName(GlueCall.name(call, DATABASE), GlueCall.name(call, NAME));
                }, this::get),
                work.operation("GetTables", this::listing, this::list),
                work.operation("GetPartitionIndexes", call -> {
                    calls.check(call);
                    return new TableName(GlueCall.name(call, DATABASE), GlueCall.name(call, "TableName"));
                }, this::indexes));
    }

    private Map<String, ?> get(TableName name) throws IOException {
        name.versions(files);
        TableFiles.TableVersion latest = files.latest(name.database(), name.table())
                .orElseThrow(() -> GlueFault.NOT_FOUND.because("Table " + name.table() + " not found."));
        return Map.of("Table", entries.table(name.database(), name.table(), latest));
    }

    private Map<String, ?> indexes(TableName name) throws IOException {
        name.versions(files);
        return Map.of("PartitionIndexDescriptorList", List.of());
    }

    private Listing listing(Members call) {
        calls.check(call, UNBUILT);
        return new Listing(GlueCall.name(call, DATABASE), NameFilter.of(call.text("Expression").orElse("")), Page.Wanted.of(call),
                call.texts("AttributesToGet"));
    }

    private Map<String, ?> list(Listing call) throws IOException {
        EntryName database = DatabaseOperations.known(files, call.database());
        Page page = call.page().begin();
        for (EntryName name : files.tables(database)) {
            boolean before = call.page().after().isPresent() && name.text().compareTo(call.page().after().get()) <= 0;
            if (before || !call.filter().admits(name.text())) {
                continue;
            }
            if (page.full()) {
                return page.answer(TABLES, true);
            }
            Optional<TableFiles.TableVersion> latest = files.latest(database, name);
            if (latest.isPresent()) {
                page.add(name.text(), chosen(entries.table(database, name, latest.get()), call.attributes()), latest.get().input().length);
            }
        }
        return page.answer(TABLES, false);
    }

    /** All members, or the name and those that are asked for. */
    private static Map<String, Object> chosen(Map<String, Object> table, List<String> attributes) {
        if (attributes.isEmpty()) {
            return table;
        }
        Map<String, Object> chosen = new LinkedHashMap<>(Map.of(NAME, table.get(NAME)));
        if (attributes.contains("TABLE_TYPE") && table.containsKey(TYPE)) {
            chosen.put(TYPE, table.get(TYPE));
        }
        return chosen;
    }
}
