package io.millrace.functions.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The Java that runs functions, of whatever runtime they name.
 *
 * @param home    its directory
 * @param version as it calls itself, e.g. {@code 25.0.1}
 */
public record WorkerJdk(Path home, String version) {

    private static final Pattern VERSION = Pattern.compile("^JAVA_VERSION=\"([^\"]+)\"", Pattern.MULTILINE);
    /** The release from which on the client's native library and its use of Unsafe must be allowed by name. */
    private static final int NATIVE_ACCESS_SINCE = 22, UNSAFE_ACCESS_SINCE = 23;

    public Path java() {
        return home.resolve("bin").resolve("java");
    }

    /** The release, e.g. 25. */
    public int release() {
        String[] parts = version.split("[.+-]");
        return Integer.parseInt(parts[0].equals("1") ? parts[1] : parts[0]);
    }

    /**
     * Finds one: by the setting, or else the server's own, or else JAVA_HOME, or else the one on the PATH.
     *
     * @throws IOException saying where it looked
     */
    public static WorkerJdk find(Optional<Path> setting, Optional<Path> own, Map<String, String> environment) throws IOException {
        List<Path> places = new ArrayList<>();
        if (setting.isPresent()) {
            places.add(setting.get());
        } else {
            own.ifPresent(places::add);
            Optional.ofNullable(environment.get("JAVA_HOME")).filter(text -> !text.isEmpty()).map(Path::of).ifPresent(places::add);
            Stream.of(environment.getOrDefault("PATH", "").split(":")).filter(text -> !text.isEmpty()).map(directory -> Path.of(directory, "java"))
                    .filter(Files::isExecutable).findFirst().flatMap(WorkerJdk::homeOf).ifPresent(places::add);
        }
        for (Path place : places) {
            Optional<WorkerJdk> found = at(place);
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw new IOException("no Java to run functions with; looked at " + (places.isEmpty() ? "JAVA_HOME and PATH" : places));
    }

    private static Optional<WorkerJdk> at(Path home) throws IOException {
        Path release = home.resolve("release");
        if (!Files.isExecutable(home.resolve("bin").resolve("java")) || !Files.isReadable(release)) {
            return Optional.empty();
        }
        Matcher matcher = VERSION.matcher(Files.readString(release));
        return matcher.find() ? Optional.of(new WorkerJdk(home, matcher.group(1))) : Optional.empty();
    }

    private static Optional<Path> homeOf(Path java) {
        try {
            return Optional.of(java.toRealPath().getParent().getParent());
        } catch (IOException dangling) {
            return Optional.empty();
        }
    }

    /** Options that allow the client what it does. */
    List<String> accessOptions() {
        List<String> options = new ArrayList<>();
        if (release() >= NATIVE_ACCESS_SINCE) {
            options.add("--enable-native-access=ALL-UNNAMED");
        }
        if (release() >= UNSAFE_ACCESS_SINCE) {
            options.add("--sun-misc-unsafe-memory-access=allow");
        }
        return options;
    }
}
