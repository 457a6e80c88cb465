package io.millrace.server;

import java.io.IOException;
import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.clock.Clock;
import io.millrace.datadir.DataDirectoryException;
import io.millrace.stream.registry.RegistrySettings;
import io.millrace.wire.http.WireBudgets;
import io.millrace.wire.http.WireHandler;
import io.millrace.wire.http.WireSettings;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rooms, opened before the port opens and closed after it has closed. That the port is open says that everything is
 * recovered.
 */
@Singleton
final class Server {

    private static final Logger LOGGER = LoggerFactory.getLogger(Server.class);

    private final OpenRooms rooms = new OpenRooms();

    void start(@Observes StartupEvent event, ServerSettings settings, MeterRegistry meters, FrontDoor door) {
        long started = Clock.SYSTEM.nanos();
        try {
            open(settings, meters, door);
        } catch (DataDirectoryException | IOException | IllegalArgumentException refusal) {
            rooms.close();
            throw new StartRefused(refusal.getMessage());
        } catch (RuntimeException failure) {
            rooms.close();
            throw failure;
        }
        LOGGER.atInfo().addKeyValue("data", settings.data()).addKeyValue("millis", (Clock.SYSTEM.nanos() - started) / 1_000_000)
                .log("recovered");
    }

    void stop(@Observes ShutdownEvent event) {
        rooms.close();
        LOGGER.atInfo().log("stopped");
    }

    private void open(ServerSettings settings, MeterRegistry meters, FrontDoor door) throws IOException {
        Storage storage = Storage.open(settings.data(), rooms);
        Streams.open(storage, settings.log().toRoom(), RegistrySettings.defaults(), meters, rooms);
        WireSettings wire = WireSettings.defaults();
        WireBudgets budgets = WireBudgets.of(wire);
        door.leadTo(rooms.add("wire", new WireHandler(List.of(), wire, budgets, Clock.SYSTEM, meters)));
    }
}
