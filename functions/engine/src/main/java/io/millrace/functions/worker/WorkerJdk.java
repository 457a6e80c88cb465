package io.millrace.functions.worker;

import io.millrace.functions.catalog.Failure;
import io.millrace.functions.catalog.FunctionRuntime;
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
     * Finds one: the setting's; or else, of the server's own (a native executable has none), JAVA_HOME's and those on the PATH, the one
     * of the newest release, the first of these where they are equal. Empty when there is none.
     *
     * @throws IOException when the setting leads to no Java
     */
    public static Optional<WorkerJdk> find(Optional<Path> setting, Optional<Path> own, Map<String, String> environment) throws IOException {
        if (setting.isPresent()) {
            return Optional.of(at(setting.get()).orElseThrow(() -> new IOException("no Java to run functions with at " + setting.get()
                    + ", where millrace.functions.java-home leads to")));
        }
        List<Path> places = new ArrayList<>();
        own.ifPresent(places::add);
        Optional.ofNullable(environment.get("JAVA_HOME")).filter(text -> !text.isEmpty()).map(Path::of).ifPresent(places::add);
        Stream.of(environment.getOrDefault("PATH", "").split(":")).filter(text -> !text.isEmpty()).map(directory -> Path.of(directory, "java"))
                .filter(Files::isExecutable).flatMap(java -> homeOf(java).stream()).forEach(places::add);
        Optional<WorkerJdk> newest = Optional.empty();
        for (Path place : places) {
            Optional<WorkerJdk> found = at(place);
            if (found.isPresent() && (newest.isEmpty() || found.get().release() > newest.get().release())) {
                newest = found;
            }
        }
        return newest;
    }

    /** Why it, or the lack of it, cannot run this runtime; empty when it can. */
    static Optional<Failure> obstacle(Optional<WorkerJdk> jdk, FunctionRuntime runtime) {
        if (!runtime.isJava() || jdk.isPresent() && jdk.get().release() >= runtime.javaRelease()) {
            return Optional.empty();
        }
        String have = jdk.map(found -> "the Java found, in " + found.home() + ", is " + found.version()).orElse("none was found");
        return Optional.of(new Failure(Failure.Code.INVALID_RUNTIME, "Runtime " + runtime.wireName() + " needs Java " + runtime.javaRelease()
                + " or later on the server's machine, and " + have + ". Install it, name it by millrace.functions.java-home, JAVA_HOME or PATH,"
                + " and start the server again."));
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
