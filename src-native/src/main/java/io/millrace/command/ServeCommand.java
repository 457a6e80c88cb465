package io.millrace.command;

import java.nio.file.Path;
import java.util.concurrent.Callable;

import io.millrace.server.ServerProgram;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Runs the server in the foreground until SIGTERM or Ctrl-C. */
final class ServeCommand implements Callable<Integer> {

    private final ListenOptions listen = new ListenOptions();
    private Path data;

    private ServeCommand() {
    }

    /** The command with its options, as {@link ListenOptions} without annotations. */
    static CommandSpec spec() {
        ServeCommand serve = new ServeCommand();
        CommandSpec spec = CommandSpec.wrapWithoutInspection(serve).name("serve");
        spec.usageMessage().description("Run the server in the foreground.");
        spec.addOption(OptionSpec.builder("-h", "--help").usageHelp(true).type(boolean.class).description("Show this help message and exit.").build());
        spec.addOption(OptionSpec.builder("-V", "--version").versionHelp(true).type(boolean.class)
                .description("Print version information and exit.").build());
        serve.listen.addTo(spec);
        spec.addOption(ListenOptions.option("--data").paramLabel("DIR").type(Path.class).defaultValue("${sys:user.home}/.millrace/data")
                .description("The data directory; made when missing. Default: ~/.millrace/data")
                .setter(ListenOptions.set(value -> serve.data = (Path) value)).build());
        return spec;
    }

    @Override
    public Integer call() {
        return new ServerLaunch(listen.host(), listen.freePort(), listen.freeTlsPort(), data).run(ServerProgram.class, listen.arguments());
    }
}
