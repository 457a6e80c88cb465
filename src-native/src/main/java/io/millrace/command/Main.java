package io.millrace.command;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

import io.quarkus.runtime.annotations.QuarkusMain;
import picocli.CommandLine;

/** Where the process starts. */
@QuarkusMain
public final class Main {

    private static final Map<String, Supplier<Object>> COMMANDS = commands();

    private Main() {
    }

    /** Runs the command and ends the process with its exit code. */
    public static void main(String... arguments) {
        System.exit(run(arguments));
    }

    /** Looking into every command would take a tenth of a native server's start, so a command that is named comes alone. */
    static int run(String... arguments) {
        Supplier<Object> named = arguments.length == 0 ? null : COMMANDS.get(arguments[0]);
        if (named != null) {
            return new CommandLine(named.get()).setCommandName("millrace " + arguments[0]).setExecutionExceptionHandler(Main::explain)
                    .execute(Arrays.copyOfRange(arguments, 1, arguments.length));
        }
        CommandLine program = new CommandLine(new MillraceCommand());
        COMMANDS.forEach((name, command) -> program.addSubcommand(name, command.get()));
        return program.setExecutionExceptionHandler(Main::explain).execute(arguments);
    }

    /** By name, in the order of the usage page: objects with annotations, or specifications. */
    private static Map<String, Supplier<Object>> commands() {
        Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
        commands.put("serve", ServeCommand::spec);
        commands.put("demo", DemoCommand::new);
        commands.put("verify", VerifyCommand::new);
        commands.put("health", HealthCommand::new);
        commands.put("firehose", FirehoseCommand::new);
        commands.put("rehearse", RehearseCommand::new);
        return commands;
    }

    private static int explain(Exception failure, CommandLine command, CommandLine.ParseResult parsed) throws Exception {
        if (failure instanceof CommandRefused refused) {
            command.getErr().println("millrace: " + refused.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
        throw failure;
    }
}
