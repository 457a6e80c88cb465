package io.millrace.server;

import java.io.IOException;

import io.millrace.datadir.DataDirectoryException;
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

    void start(@Observes StartupEvent event, ServerSettings settings) {
        try {
            Storage.open(settings.data(), rooms);
            LOGGER.atInfo().addKeyValue("data", settings.data()).log("server started");
        } catch (DataDirectoryException | IOException | IllegalArgumentException refusal) {
            rooms.close();
            throw new StartRefused(refusal.getMessage());
        }
    }

    void stop(@Observes ShutdownEvent event) {
        rooms.close();
    }
}
