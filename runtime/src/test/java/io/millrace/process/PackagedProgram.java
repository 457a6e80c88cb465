package io.millrace.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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
    /** What the launcher, {@code ./millrace}, gives the server. */
    private static final List<String> JVM_OPTIONS = List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
            "-XX:+ExitOnOutOfMemoryError");

    public PackagedProgram {
        head = List.copyOf(head);
        tail = List.copyOf(tail);
    }

    /** The native executable where {@value #EXECUTABLE_PROPERTY} names it, else the jar. */
    public static PackagedProgram usual() {
        String executable = System.getProperty(EXECUTABLE_PROPERTY);
        return executable != null ? executable(Path.of(executable)) : jar(usualJar());
    }

    /** The native executable. */
    public static PackagedProgram executable(Path file) {
        return new PackagedProgram(List.of(file.toString()), List.of());
    }

    /** The JVM build, run by the JDK that runs this process. */
    public static PackagedProgram jar(Path file, String... options) {
        List<String> head = new ArrayList<>();
        head.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        head.addAll(JVM_OPTIONS);
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
