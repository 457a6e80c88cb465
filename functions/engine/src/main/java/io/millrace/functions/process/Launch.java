package io.millrace.functions.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What to run.
 *
 * @param command     program and arguments
 * @param environment the whole of it: nothing of the server's is handed on
 * @param directory   where it starts
 * @param uid         the user and group to become; empty: the server's
 */
public record Launch(List<String> command, Map<String, String> environment, Path directory, OptionalInt uid) {

    public Launch {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    @Override
    public String toString() {
        return "Launch" + command;
    }
}
