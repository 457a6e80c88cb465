package io.millrace.demo;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a demonstration does.
 *
 * @param stream          the stream that is fed
 * @param file            whose lines are put, plain or {@code .gz}; empty: this machine's readings
 * @param linesPerSecond  at most so many lines of the file; 0: as fast as they are taken
 * @param data            where the server keeps its data, for the screen
 */
public record DemoPlan(String stream, Optional<Path> file, int linesPerSecond, Path data) {

    public static final String TELEMETRY_STREAM = "telemetry";
    public static final String ALERTS_STREAM = "alerts";

    /** The plan as a program's arguments. */
    public String[] toArguments() {
        return new String[] {
            stream, file.map(Path::toString).orElse(""), Integer.toString(linesPerSecond), data.toString()};
    }

    static DemoPlan fromArguments(String... arguments) {
        return new DemoPlan(arguments[0], arguments[1].isEmpty() ? Optional.empty() : Optional.of(Path.of(arguments[1])),
                Integer.parseInt(arguments[2]), Path.of(arguments[3]));
    }
}
