package io.millrace.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The packaged server in one of its forms. Options of the JVM, such as {@code -Xmx64m} and {@code -D} settings, are options of the native
 * executable too.
 *
 * @param head what a command line starts with; the options follow
 * @param tail what stands between the options and the arguments
 */
public record PackagedProgram(List<String> head, List<String> tail) {

    /** The property that names {@code quarkus-run.jar}; without it, the build tree in MILLRACE_HOME or around the working directory has it. */
    public static final String JAR_PROPERTY = "millrace.server.jar";
    /** The property that names the native executable, which then is what tests and benchmarks start. */
    public static final String EXECUTABLE_PROPERTY = "millrace.server.executable";
    private static final Path JAR_IN_BUILD = Path.of("src-native", "target", "quarkus-app", "quarkus-run.jar");
    /** What the launcher, {@code ./millrace}, gives the server, and the AOT cache it makes; seen from the directory of the jar. */
    private static final Path JVM_OPTIONS = Path.of("..", "..", "src", "main", "launch", "jvm.options"), CACHE = Path.of("..", "millrace.aot");

    public PackagedProgram {
        head = List.copyOf(head);
        tail = List.copyOf(tail);
    }

    /** The native executable where {@value #EXECUTABLE_PROPERTY} names it, else the jar, with its AOT cache where there is one. */
    public static PackagedProgram usual() {
        String executable = System.getProperty(EXECUTABLE_PROPERTY);
        if (executable != null) {
            return executable(Path.of(executable));
        }
        Path jar = usualJar();
        return cache(jar).map(cache -> jar(jar, "-XX:AOTCache=" + cache)).orElseGet(() -> jar(jar));
    }

    /** The AOT cache that the launcher has made for the jar and this JDK; as the launcher decides it. */
    public static Optional<Path> cache(Path jar) {
        Path cache = jar.resolveSibling(CACHE).normalize();
        try {
            Path jdk = Path.of(cache + ".jdk");
            boolean fits = Files.exists(jdk) && Files.readString(jdk).strip().equals(System.getProperty("java.home"))
                    && Stream.of(jar, jar.resolveSibling(JVM_OPTIONS)).allMatch(file -> modified(file).compareTo(modified(cache)) <= 0);
            return fits ? Optional.of(cache) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FileTime modified(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The native executable. */
    public static PackagedProgram executable(Path file) {
        return new PackagedProgram(List.of(file.toString()), List.of());
    }

    /** The JVM build, run by the JDK that runs this process. */
    public static PackagedProgram jar(Path file, String... options) {
        List<String> head = new ArrayList<>();
        head.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        head.add("@" + file.toAbsolutePath().resolveSibling(JVM_OPTIONS).normalize());
        head.addAll(List.of(options));
        return new PackagedProgram(head, List.of("-jar", file.toString()));
    }

    List<String> command(List<String> options, List<String> arguments) {
        List<String> command = new ArrayList<>(head);
        command.addAll(options);
        command.addAll(tail);
        command.addAll(arguments);
        return command;
    }

    /** The JVM build of this build tree. */
    public static Path usualJar() {
        String named = System.getProperty(JAR_PROPERTY);
        if (named != null) {
            return Path.of(named);
        }
        Path home = Path.of(System.getenv().getOrDefault("MILLRACE_HOME", "")).toAbsolutePath();
        for (Path directory = home; directory != null; directory = directory.getParent()) {
            Path candidate = directory.resolve(JAR_IN_BUILD);
            if (Files.exists(candidate)) {
                return candidate;
            }
        }
        throw new IllegalStateException("no " + JAR_IN_BUILD + " in or above " + home + ": build the server first, or name it with -D" + JAR_PROPERTY);
    }
}
