package io.millrace.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;

import io.millrace.demo.DemoPlan;
import io.millrace.demo.DemoProgram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows the main job: data through a stream into a function, on a server of its own. */
@Command(name = "demo", mixinStandardHelpOptions = true,
        description = "Lead this machine's telemetry, or a file's lines, through a stream into a function, and watch.")
final class DemoCommand implements Callable<Integer> {

    private static final String HOST = "127.0.0.1";

    @Option(names = "--file", paramLabel = "PATH", description = "Replay this file's lines (plain or .gz) instead of telemetry.")
    private Path file;

    @Option(names = "--stream", paramLabel = "NAME", description = "The stream they go to. Default: telemetry; with --file: lines")
    private String stream;

    @Option(names = "--rate", paramLabel = "LINES", defaultValue = "500",
            description = "Lines of the file a second; 0: as fast as they are taken. Default: ${DEFAULT-VALUE}")
    private int rate;

    @Option(names = "--port", paramLabel = "PORT", description = "The server's port. Default: 4566, or a free one when it is taken")
    private Integer port;

    @Option(names = "--data", paramLabel = "DIR", defaultValue = "${sys:user.home}/.millrace/demo",
            description = "The data directory; a demo started on it again resumes. Default: ~/.millrace/demo")
    private Path data;

    @Override
    public Integer call() {
        if (rate < 0) {
            throw new CommandRefused("--rate " + rate + " is negative");
        }
        if (file != null && !Files.isReadable(file)) {
            throw new CommandRefused("cannot read " + file);
        }
        String name = stream != null ? stream : file != null ? "lines" : DemoPlan.TELEMETRY_STREAM;
        Path directory = data.toAbsolutePath().normalize();
        DemoPlan plan = new DemoPlan(name, Optional.ofNullable(file), rate, directory);
        withoutKeys();
        logToFile(directory.resolveSibling(directory.getFileName() + ".log"));
        return new ServerLaunch(HOST, chosenPort(), directory).run(DemoProgram.class, plan.toArguments());
    }

    private int chosenPort() {
        if (port == null) {
            return ListenOptions.isTaken(HOST, ListenOptions.PORT) ? 0 : ListenOptions.PORT;
        }
        if (port != 0 && ListenOptions.isTaken(HOST, port)) {
            throw new CommandRefused("port " + port + " is taken; choose another with --port");
        }
        return port;
    }

    /** The demo calls its own server on loopback, unsigned: keys that are in the environment are for other servers. */
    private static void withoutKeys() {
        System.setProperty("millrace.access.key-file", "");
        System.setProperty("millrace.access.keys", "");
    }

    /** The screen is the demo's; what the server logs goes beside the data directory. */
    private static void logToFile(Path log) {
        System.setProperty("quarkus.log.file.enabled", "true");
        System.setProperty("quarkus.log.file.path", log.toString());
        System.setProperty("quarkus.log.console.level", "OFF");
    }
}
