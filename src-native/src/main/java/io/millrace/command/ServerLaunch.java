package io.millrace.command;

import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.millrace.demo.DemoRefused;
import io.millrace.server.Server;
import io.millrace.server.StartRefused;
import io.millrace.server.StopSignals;
import io.millrace.server.StorageAhead;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.QuarkusBindException;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.util.ExceptionUtil;
import io.smallrye.config.ConfigValidationException;

/**
 * Starts Quarkus with what the command line said. System properties rank above every other source of configuration but the
 * command line's own.
 *
 * @param port    0 takes a free one
 * @param tlsPort where HTTPS is spoken, if anywhere; 0 takes a free one
 */
record ServerLaunch(String host, int port, OptionalInt tlsPort, Path data) {

    /** Without a TLS port. */
    ServerLaunch(String host, int port, Path data) {
        this(host, port, OptionalInt.empty(), data);
    }

    /**
     * Runs the program until it ends and returns its exit code.
     *
     * @throws CommandRefused       when it could not start for a reason the user can mend
     * @throws IllegalStateException when it failed otherwise
     */
    int run(Class<? extends QuarkusApplication> program, String... arguments) {
        System.setProperty("quarkus.http.host", host);
        System.setProperty("quarkus.http.port", Integer.toString(port));
        tlsPort.ifPresent(listened -> {
            System.setProperty("quarkus.http.ssl-port", Integer.toString(listened));
            System.setProperty(Server.TLS_PROPERTY, Server.TLS_NAME);
        });
        Path root = data.toAbsolutePath().normalize();
        System.setProperty("millrace.data", root.toString());
        StopSignals.take();
        StorageAhead.begin(root);
        AtomicInteger exitCode = new AtomicInteger();
        AtomicReference<Throwable> failed = new AtomicReference<>();
        try {
            Quarkus.run(program, (code, failure) -> {
                exitCode.set(code);
                failed.set(failure);
            }, arguments);
        } finally {
            StorageAhead.closeUntaken();
        }
        if (failed.get() != null) {
            throw explained(failed.get());
        }
        return StopSignals.exitCode(exitCode.get());
    }

    private RuntimeException explained(Throwable failure) {
        Throwable cause = ExceptionUtil.getRootCause(failure);
        return switch (cause) {
            case StartRefused refused -> new CommandRefused(refused.getMessage());
            case DemoRefused refused -> new CommandRefused(refused.getMessage());
            case QuarkusBindException taken -> new CommandRefused("cannot listen on " + host + " port " + port + tlsPort.stream().mapToObj(tls -> " and " + tls).findFirst().orElse("") + ": taken");
            case ConfigurationException wrong -> new CommandRefused(wrong.getMessage());
            case ConfigValidationException wrong -> new CommandRefused(wrong.getMessage());
            default -> new IllegalStateException("the server failed", failure);
        };
    }
}
