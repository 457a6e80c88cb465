package io.millrace.clients;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;

import io.millrace.process.ServerLaunch;
import io.millrace.process.ServerProcess;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests the packaged server, started for the first that asks and stopped after the last. */
public final class PackagedServer implements ParameterResolver {

    private static final Duration READY = Duration.ofSeconds(60), STOP = Duration.ofSeconds(30);

    private record Running(Path directory, ServerProcess server) implements AutoCloseable {

        static Running start() {
            try {
                Path directory = Files.createTempDirectory("millrace-clients");
                ServerProcess server = ServerProcess.start(ServerLaunch.on(directory.resolve("data")));
                return new Running(directory, server.awaitReady(READY));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws IOException {
            try (server) {
                int exitCode = server.terminate(STOP);
                if (exitCode != 0) {
                    throw new AssertionError("the server ended with " + exitCode + "; the end of its log:\n" + server.logTail());
                }
            }
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == ServerProcess.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot().getStore(Namespace.create(PackagedServer.class))
                .computeIfAbsent(Running.class, key -> Running.start(), Running.class).server();
    }
}
