package io.millrace.command;

import java.nio.file.Path;
import java.util.concurrent.Callable;

import io.millrace.server.ServerProgram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the server in the foreground until SIGTERM or Ctrl-C. */
@Command(name = "serve", mixinStandardHelpOptions = true, addMethodSubcommands = false, description = "Run the server in the foreground.")
final class ServeCommand implements Callable<Integer> {

    @Mixin
    private ListenOptions listen;

    @Option(names = "--data", paramLabel = "DIR", defaultValue = "${sys:user.home}/.millrace/data",
            description = "The data directory; made when missing. Default: ~/.millrace/data")
    private Path data;

    @Override
    public Integer call() {
        return new ServerLaunch(listen.host(), listen.freePort(), listen.freeTlsPort(), data).run(ServerProgram.class, listen.arguments());
    }
}
