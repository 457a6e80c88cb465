package io.millrace.server;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.OperatingSystemMXBean;
import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.access.AccessKey;
import io.millrace.clock.Clock;
import io.millrace.functions.catalog.FunctionRegistry;
import io.millrace.functions.code.CodeStore;
import io.millrace.functions.compiled.CompiledFunctions;
import io.millrace.functions.compiled.FunctionsByName;
import io.millrace.functions.compiled.FunqFunctions;
import io.millrace.functions.worker.FunctionEngine;
import io.millrace.functions.worker.ServerAccess;
import io.millrace.functions.worker.WorkerJdk;
import io.millrace.identity.Identity;
import io.millrace.invoke.Invoker;
import io.vertx.core.Vertx;
import org.eclipse.microprofile.config.ConfigProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The functions: what there is, their code, and what runs them: deployed ones the engine, those of the program itself the other. */
record Functions(FunctionRegistry registry, CodeStore code, FunctionEngine engine, CompiledFunctions compiled) {

    private static final Logger LOGGER = LoggerFactory.getLogger(Functions.class);

    /** Without access keys any will do; SDKs only want to have some. */
    private static final AccessKey NO_KEY = new AccessKey("millrace-function", "millrace-function");

    /** All addresses of the machine, and the one it reaches itself by then. */
    static final Map<String, String> ANY_ADDRESS = Map.of("0.0.0.0", "127.0.0.1", "::", "::1");

    /**
     * Kills what an earlier server left running and is ready to run functions; blocks.
     *
     * @param own the key functions call this server with, when it asks for one
     */
    static Functions open(Storage storage, ServerSettings settings, Identity identity, ObjectMapper mapper, Optional<AccessKey> own, Vertx vertx,
            MeterRegistry meters, OpenRooms rooms) throws IOException {
        int processors = Runtime.getRuntime().availableProcessors();
        FunctionRegistry registry = new FunctionRegistry(storage.catalog(), Clock.SYSTEM);
        CodeStore code = CodeStore.open(storage.disk(), storage.directory().functions().resolve("code"));
        AccessKey key = own.orElse(NO_KEY);
        ServerAccess access = new ServerAccess(Functions::endpoint, identity.region(), key.id(), key.secret());
        Optional<WorkerJdk> jdk = WorkerJdk.find(settings.functions().javaHome(), Optional.ofNullable(System.getProperty("java.home")).map(Path::of),
                System.getenv());
        FunctionEngine engine = rooms.add("functions", FunctionEngine.open(registry, code,
                settings.functions().toRoom(storage.directory(), machineBytes(), processors), jdk, access,
                identity, Clock.SYSTEM, vertx, meters));
        CompiledFunctions compiled = rooms.add("compiled-in functions", new CompiledFunctions(FunqFunctions.all(),
                settings.functions().compiledToRoom(processors), mapper, identity, Clock.SYSTEM, meters));
        compiled.list("", Integer.MAX_VALUE).stream().filter(function -> registry.find(function.name()).isPresent())
                .forEach(function -> LOGGER.atWarn().addKeyValue("function", function.name())
                        .log("a deployed function is hidden by a compiled-in one of the same name; DeleteFunction removes it"));
        return new Functions(registry, code, engine, compiled);
    }

    /** All of them, by name. */
    Invoker invoker() {
        return new FunctionsByName(compiled, engine);
    }

    /** Whether there is one of that name, in whatever state. */
    boolean exists(String name) {
        return compiled.find(name).isPresent() || registry.find(name).isPresent();
    }

    /** Where this server listens, or one of the addresses if these are all; the port is known once it does. */
    static URI endpoint() {
        String host = ConfigProvider.getConfig().getValue("quarkus.http.host", String.class);
        host = ANY_ADDRESS.getOrDefault(host, host);
        int port = ConfigProvider.getConfig().getValue("quarkus.http.port", Integer.class);
        return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port);
    }

    private static long machineBytes() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    }
}
