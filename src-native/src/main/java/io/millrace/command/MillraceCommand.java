package io.millrace.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program itself; it only holds the commands. */
@Command(name = "millrace", mixinStandardHelpOptions = true, version = "Millrace 0.1.0",
        description = "Streams, functions, delivery pipelines and video in one process.")
final class MillraceCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command?");
    }
}
