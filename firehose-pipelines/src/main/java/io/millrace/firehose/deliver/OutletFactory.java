package io.millrace.firehose.deliver;

import io.millrace.firehose.config.DestinationConfig;
import io.millrace.firehose.config.S3Config;

/**
 * Makes outlets from a configuration. Opening connects to nothing and blocks for nothing; it also serves as the check of a
 * configuration when it is given: {@link io.millrace.firehose.config.UnsupportedConfig}.
 */
public interface OutletFactory {

    /** The way of the data. */
    Outlet data(Origin origin, DestinationConfig config);

    /** Records as they are (no conversion, no partitions), under the configuration's prefix: backup of source or of all records. */
    Outlet backup(Origin origin, S3Config config);

    /** Error records under the configuration's error output prefix, one a line as they are encoded. */
    Outlet errors(Origin origin, S3Config config);

    /**
     * Whose outlet it is.
     *
     * @param deliveryStream its name, part of object names
     * @param arn            its ARN, told to HTTP endpoints
     * @param version        its version id, part of object names
     */
    record Origin(String deliveryStream, String arn, String version) {
    }
}
