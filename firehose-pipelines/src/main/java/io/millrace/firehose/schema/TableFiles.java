package io.millrace.firehose.schema;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The registry's files: {@code <directory>/<database>/<table>/<version>.json}, a version being a whole number and its file the table input.
 * Beside them, where the API made them, {@code .database.json} (the call that made or last changed the database) and {@code .created}
 * (milliseconds since the epoch). A table is a directory with at least one version. Reads may run at any time and on any thread; changes,
 * which are durable when a method returns, one at a time.
 */
public final class TableFiles {

    /** The largest file that is read or written. */
    public static final int FILE_BYTES_MAX = 4 * 1024 * 1024;

    private static final String EXTENSION = ".json", DATABASE = ".database.json", CREATED = ".created";
    private static final Pattern VERSION_FILE = Pattern.compile("(0|[1-9][0-9]{0,8})\\.json"), MILLIS = Pattern.compile("[0-9]{1,15}");
    private static final int READS_MAX = 5;

    private final Path directory;

    /** A version's table input, and when its file was last changed, in milliseconds since the epoch. */
    public record TableVersion(int number, byte[] input, long changedMillis) {
    }

    /** @param directory need not exist; made by the first change */
    public TableFiles(Path directory) {
        this.directory = directory.toAbsolutePath().normalize();
    }

    /** In order of their names. */
    public List<EntryName> databases() throws IOException {
        return directories(directory);
    }

    /** In order of their names; some may be no tables, for want of a version. */
    public List<EntryName> tables(EntryName database) throws IOException {
        return directories(place(database));
    }

    public boolean hasDatabase(EntryName database) {
        return Files.isDirectory(place(database));
    }

    /** In ascending order; none if there is no such table. */
    public List<Integer> versions(EntryName database, EntryName table) throws IOException {
        TreeSet<Integer> versions = new TreeSet<>();
        for (String name : names(place(database, table))) {
            if (VERSION_FILE.matcher(name).matches()) {
                versions.add(Integer.valueOf(name.substring(0, name.length() - EXTENSION.length())));
            }
        }
        return List.copyOf(versions);
    }

    public Optional<TableVersion> latest(EntryName database, EntryName table) throws IOException {
        for (int read = 0; read < READS_MAX; read++) {
            List<Integer> versions = versions(database, table);
            if (versions.isEmpty()) {
                return Optional.empty();
            }
            Optional<TableVersion> latest = version(database, table, versions.getLast());
            if (latest.isPresent()) {
                return latest;
            }
        }
        throw new IOException("table " + database + "." + table + " changes faster than it can be read");
    }

    public Optional<TableVersion> version(EntryName database, EntryName table, int number) throws IOException {
        Path file = place(database, table).resolve(number + EXTENSION);
        Optional<byte[]> input = read(file);
        try {
            return input.isEmpty() ? Optional.empty()
                    : Optional.of(new TableVersion(number, input.get(), Files.getLastModifiedTime(file).toMillis()));
        } catch (NoSuchFileException gone) {
            return Optional.empty();
        }
    }

    /** The call that made or last changed the database; none for one that is a directory only. */
    public Optional<byte[]> database(EntryName database) throws IOException {
        return read(place(database).resolve(DATABASE));
    }

    /** When a database was made; of a directory only, when it was last changed. Milliseconds since the epoch. */
    public long created(EntryName database) throws IOException {
        return created(place(database), place(database));
    }

    /** When a table was made; of one made by hand, when its oldest version was last changed. Milliseconds since the epoch. */
    public long created(EntryName database, EntryName table) throws IOException {
        Path place = place(database, table);
        List<Integer> versions = versions(database, table);
        return created(place, versions.isEmpty() ? place : place.resolve(versions.getFirst() + EXTENSION));
    }

    public void createDatabase(EntryName database, byte[] call, long nowMillis) throws IOException {
        DurableFiles.make(directory, database.text(), Map.of(CREATED, bytes(nowMillis), DATABASE, call));
    }

    public void changeDatabase(EntryName database, byte[] call) throws IOException {
        DurableFiles.write(place(database), DATABASE, call);
    }

    /** With all its tables. */
    public void removeDatabase(EntryName database) throws IOException {
        DurableFiles.remove(directory, database.text());
    }

    /** Makes a table of the database, which is there, with its version 0. */
    public void createTable(EntryName database, EntryName table, byte[] input, long nowMillis) throws IOException {
        DurableFiles.make(place(database), table.text(), Map.of(CREATED, bytes(nowMillis), 0 + EXTENSION, input));
    }

    public void addVersion(EntryName database, EntryName table, int number, byte[] input) throws IOException {
        DurableFiles.write(place(database, table), number + EXTENSION, input);
    }

    public void removeVersion(EntryName database, EntryName table, int number) throws IOException {
        DurableFiles.remove(place(database, table), number + EXTENSION);
    }

    /** With all its versions. */
    public void removeTable(EntryName database, EntryName table) throws IOException {
        DurableFiles.remove(place(database), table.text());
    }

    private static long created(Path place, Path otherwise) throws IOException {
        Optional<String> written = read(place.resolve(CREATED)).map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .filter(text -> MILLIS.matcher(text).matches());
        return written.isPresent() ? Long.parseLong(written.get()) : Files.getLastModifiedTime(otherwise).toMillis();
    }

    private static Optional<byte[]> read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(FILE_BYTES_MAX + 1);
            if (bytes.length > FILE_BYTES_MAX) {
                throw new IOException(file.getFileName() + " has more than " + FILE_BYTES_MAX + " bytes");
            }
            return Optional.of(bytes);
        } catch (NoSuchFileException gone) {
            return Optional.empty();
        }
    }

    private static List<EntryName> directories(Path parent) throws IOException {
        List<EntryName> directories = new ArrayList<>();
        for (String name : names(parent)) {
            EntryName.of(name).filter(entry -> entry.text().equals(name) && Files.isDirectory(parent.resolve(name))).ifPresent(directories::add);
        }
        return directories;
    }

    /** Sorted; none if there is no such directory. */
    private static TreeSet<String> names(Path parent) throws IOException {
        TreeSet<String> names = new TreeSet<>();
        if (Files.isDirectory(parent)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(parent)) {
                entries.forEach(entry -> names.add(entry.getFileName().toString()));
            } catch (NoSuchFileException gone) {
                return names;
            }
        }
        return names;
    }

    private Path place(EntryName database) {
        return directory.resolve(database.text());
    }

    private Path place(EntryName database, EntryName table) {
        return place(database).resolve(table.text());
    }

    private static byte[] bytes(long millis) {
        return Long.toString(millis).getBytes(StandardCharsets.UTF_8);
    }
}
