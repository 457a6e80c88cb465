package io.millrace.firehose.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Tables in files: {@code <directory>/<database>/<table>/<version>.json}, versions being whole numbers. Names are lower case, as Glue keeps
 * them.
 */
public final class SchemaDirectory implements SchemaRegistry {

    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}_-][\\p{L}\\p{N}_.-]{0,254}"), VERSION = Pattern.compile("[0-9]{1,9}");
    private static final String EXTENSION = ".json";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path directory;

    /** @param directory need not exist */
    public SchemaDirectory(Path directory) {
        this.directory = directory;
    }

    @Override
    public TableSchema find(TableReference reference) throws SchemaUnusable {
        String database = checked(reference.database()), table = checked(reference.table());
        Path versions = directory.resolve(database).resolve(table);
        try {
            String version = reference.version().equals(TableReference.LATEST) ? latest(versions) : reference.version();
            Path file = versions.resolve(version + EXTENSION);
            if (!VERSION.matcher(version).matches() || !Files.isRegularFile(file)) {
                throw new SchemaUnusable("table " + database + "." + table + " version " + reference.version() + " is not in the schema registry");
            }
            return new TableSchema(version, columns(database + "." + table, JSON.readTree(file.toFile())));
        } catch (IOException e) {
            throw new SchemaUnusable("table " + database + "." + table + " cannot be read: " + e.getMessage());
        }
    }

    private static String latest(Path versions) throws IOException {
        int latest = -1;
        if (Files.isDirectory(versions)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(versions, "*" + EXTENSION)) {
                for (Path file : files) {
                    String version = file.getFileName().toString().replace(EXTENSION, "");
                    latest = VERSION.matcher(version).matches() ? Math.max(latest, Integer.parseInt(version)) : latest;
                }
            }
        }
        return Integer.toString(latest);
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

    private static String checked(String name) throws SchemaUnusable {
        String lower = name.toLowerCase(Locale.ROOT);
        if (!NAME.matcher(lower).matches()) {
            throw new SchemaUnusable("no name of a database or table: " + name);
        }
        return lower;
    }
}
