package io.millrace.firehose.deliver;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where destinations are.
 *
 * @param store     an S3-compatible store, in which buckets have to exist; empty: buckets are directories of this machine
 * @param directory in which buckets are directories, when there is no store
 * @param endpoints how HTTP endpoints are reached
 */
public record DeliverySettings(Optional<S3Settings> store, Path directory, HttpEndpointSettings endpoints) {

    /** Buckets are directories in this one. */
    public static DeliverySettings defaults(Path directory) {
        return new DeliverySettings(Optional.empty(), directory, HttpEndpointSettings.defaults());
    }
}
