package io.millrace.firehose.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The schemas that tables in files have. */
public final class SchemaDirectory implements SchemaRegistry {

    private static final Pattern VERSION = Pattern.compile("[0-9]{1,9}");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final TableFiles files;

    public SchemaDirectory(TableFiles files) {
        this.files = files;
    }

    @Override
    public TableSchema find(TableReference reference) throws SchemaUnusable {
        EntryName database = checked(reference.database()), table = checked(reference.table());
        try {
            TableFiles.TableVersion version = version(database, table, reference.version()).orElseThrow(() -> new SchemaUnusable("table "
                    + database + "." + table + " version " + reference.version() + " is not in the schema registry"));
            return new TableSchema(Integer.toString(version.number()), columns(database + "." + table, JSON.readTree(version.input())));
        } catch (IOException e) {
            throw new SchemaUnusable("table " + database + "." + table + " cannot be read: " + e.getMessage());
        }
    }

    private Optional<TableFiles.TableVersion> version(EntryName database, EntryName table, String version) throws IOException {
        if (version.equals(TableReference.LATEST)) {
            return files.latest(database, table);
        }
        return VERSION.matcher(version).matches() ? files.version(database, table, Integer.parseInt(version)) : Optional.empty();
    }

    private static List<TableSchema.Column> columns(String table, JsonNode input) throws SchemaUnusable {
        List<TableSchema.Column> columns = new ArrayList<>();
        for (JsonNode column : input.path("StorageDescriptor").path("Columns")) {
            String name = column.path("Name").asText();
            try {
                columns.add(new TableSchema.Column(name, HiveType.normalized(column.path("Type").asText())));
            } catch (SchemaUnusable e) {
                throw new SchemaUnusable("column " + name + " of table " + table + ": " + e.getMessage());
            }
        }
        if (columns.isEmpty() || columns.stream().anyMatch(column -> column.name().isEmpty())) {
            throw new SchemaUnusable("table " + table + " has no columns with names at StorageDescriptor.Columns");
        }
        return columns;
    }

    private static EntryName checked(String name) throws SchemaUnusable {
        return EntryName.of(name).orElseThrow(() -> new SchemaUnusable("no name of a database or table: " + name));
    }
}
