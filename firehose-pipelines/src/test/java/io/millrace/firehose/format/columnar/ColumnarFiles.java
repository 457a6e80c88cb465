package io.millrace.firehose.format.columnar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads columnar files with others' programs: Parquet by DuckDB, ORC by the ORC project's own tool. */
public final class ColumnarFiles {

    private ColumnarFiles() {
    }

    /** Rows of a query over Parquet files, columns as text with bars between. {@code FILE} in it stands for the file. */
    public static List<String> parquet(byte[] object, String query) throws IOException, SQLException {
        Path file = Files.createTempFile("object", ".parquet");
        try {
            Files.write(file, object);
            return query(query.replace("FILE", "'" + file + "'"));
        } finally {
            Files.delete(file);
        }
    }

    public static List<String> query(String query) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:"); Statement statement = connection.createStatement()) {
            statement.execute("SET TimeZone = 'UTC'");
            try (ResultSet results = statement.executeQuery(query)) {
                int columns = results.getMetaData().getColumnCount();
                while (results.next()) {
                    StringBuilder row = new StringBuilder();
                    for (int i = 1; i <= columns; i++) {
                        row.append(i == 1 ? "" : "|").append(results.getString(i));
                    }
                    rows.add(row.toString());
                }
            }
        }
        return rows;
    }

    /** Rows as JSON. */
    public static List<String> orc(byte[] object) throws IOException, InterruptedException {
        Path file = Files.createTempFile("object", ".orc");
        try {
            Files.write(file, object);
            String tools = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                    .filter(entry -> entry.matches(".*/(orc-tools|commons-cli|gson)-[^/]*")).collect(Collectors.joining(File.pathSeparator));
            String worker = String.join(File.pathSeparator, WorkerClassPath.entries());
            Process process = new ProcessBuilder(WorkerClassPath.java().toString(), "-Duser.timezone=UTC", "-cp", tools + File.pathSeparator + worker,
                    "org.apache.orc.tools.Driver", "data", file.toString()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(output).isZero();
            return output.lines().filter(line -> line.startsWith("{")).toList();
        } finally {
            try (Stream<Path> beside = Files.list(file.getParent()).filter(path -> path.toString().contains(file.getFileName().toString()))) {
                for (Path path : beside.toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
