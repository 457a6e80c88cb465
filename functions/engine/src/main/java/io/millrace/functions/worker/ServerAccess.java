package io.millrace.functions.worker;

import java.net.URI;
import java.util.function.Supplier;

/**
 * How functions reach this server with an AWS SDK. It is in each worker's environment, and so known to the functions.
 *
 * @param endpoint asked when a worker is started, since the port may be known late
 */
public record ServerAccess(Supplier<URI> endpoint, String region, String accessKeyId, String secretAccessKey) {

    @Override
    public String toString() {
        return "ServerAccess[" + region + " as " + accessKeyId + "]";
    }
}
