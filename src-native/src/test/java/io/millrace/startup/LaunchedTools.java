package io.millrace.startup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.millrace.house.ProjectRoot;
import io.millrace.usage.Shell;

/** The launcher, alone in a directory, with a PATH on which there is a shell's everyday tools and what the test puts there. */
final class LaunchedTools {

    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final List<String> EVERYDAY = List.of("sh", "sed", "dirname", "readlink", "mkdir", "touch", "mv", "find", "head", "cat", "rm");

    private final Path home, tools, calls;
    private final Map<String, String> environment = new HashMap<>();

    LaunchedTools(Path directory) throws IOException {
        home = Files.createDirectory(directory.resolve("home"));
        tools = Files.createDirectory(directory.resolve("tools"));
        calls = Files.createFile(directory.resolve("calls"));
        Files.copy(ProjectRoot.find().resolve("millrace"), home.resolve("millrace"));
        for (String tool : EVERYDAY) {
            Files.createSymbolicLink(tools.resolve(tool), Path.of("/usr/bin", tool).toRealPath());
        }
        environment.putAll(Map.of("PATH", tools.toString(), "GRAALVM_HOME", "", "MILLRACE_JAVA_HOME", System.getProperty("java.home")));
    }

    LaunchedTools withVariable(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Puts a program on the PATH that notes how it is called, and then does what the lines say. */
    LaunchedTools withProgram(String name, String... lines) throws IOException {
        write(tools.resolve(name), lines);
        return this;
    }

    /** The same elsewhere. */
    void write(Path program, String... lines) throws IOException {
        List<String> script = new ArrayList<>(List.of("#!/bin/sh", "echo \"" + program.getFileName() + " $*\" >>" + calls));
        script.addAll(List.of(lines));
        Files.write(program, script);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    Shell.Result launch(String... arguments) {
        List<String> command = new ArrayList<>(List.of("/bin/sh", home.resolve("millrace").toString()));
        command.addAll(List.of(arguments));
        return Shell.run(home, environment, BOUND, command);
    }

    /** The calls of the test's programs, in their order. */
    List<String> calls() throws IOException {
        return Files.readAllLines(calls);
    }

    Path file(String path) {
        return home.resolve(path);
    }
}
