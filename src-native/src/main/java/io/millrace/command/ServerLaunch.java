package io.millrace.command;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import picocli.CommandLine.ExitCode;

/**
 * Starts Quarkus with what the command line said. System properties rank above every other source of configuration but the
 * command line's own.
 *
 * @param port 0 takes a free one
 */
record ServerLaunch(String host, int port, Path data) {

    /** Runs the program until it ends; returns its exit code, 1 when it could not start. */
    int run(Class<? extends QuarkusApplication> program, String... arguments) {
        System.setProperty("quarkus.http.host", host);
        System.setProperty("quarkus.http.port", Integer.toString(port));
        System.setProperty("millrace.data", data.toAbsolutePath().normalize().toString());
        AtomicInteger exitCode = new AtomicInteger(ExitCode.OK);
        Quarkus.run(program, (code, failure) -> exitCode.set(failure == null ? code : ExitCode.SOFTWARE), arguments);
        return exitCode.get();
    }
}
