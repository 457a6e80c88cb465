package io.millrace.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A bucket that is a directory: its objects are the files that do not begin with a dot. */
public record Bucket(Path directory) implements Objects {

    @Override
    public Map<String, Integer> ids() {
        return ids("");
    }

    @Override
    public int count() {
        return objects().size();
    }

    /** All that are there now. */
    public List<Path> objects() {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> Files.isRegularFile(file) && !directory.relativize(file).toString().startsWith(".")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How often each id is in the objects whose path below the bucket begins so. */
    Map<String, Integer> ids(String prefix) {
        Map<String, Integer> found = new HashMap<>();
        for (Path object : objects()) {
            if (directory.relativize(object).toString().startsWith(prefix)) {
                text(object).lines().forEach(line -> found.merge(Depositors.id(line), 1, Integer::sum));
            }
        }
        return found;
    }

    /** An object's text, unpacked if its name says that it is packed. */
    static String text(Path object) {
        try (InputStream file = Files.newInputStream(object)) {
            return Objects.text(object.toString(), file);
        } catch (IOException e) {
            throw new UncheckedIOException(object.toString(), e);
        }
    }
}
