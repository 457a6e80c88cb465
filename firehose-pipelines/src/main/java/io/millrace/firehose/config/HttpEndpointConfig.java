package io.millrace.firehose.config;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An HTTP endpoint.
 *
 * @param accessKey        sent as X-Amz-Firehose-Access-Key; never described, never logged
 * @param gzip             ContentEncoding GZIP
 * @param commonAttributes in the order given
 * @param retry            how long after the first failure a request is tried again, 0 to 7,200 s
 * @param backUpAll        S3BackupMode AllData; else FailedDataOnly
 * @param s3               the backup
 */
public record HttpEndpointConfig(URI url, String name, Optional<String> accessKey, BufferingConfig buffering, boolean gzip,
        List<Map.Entry<String, String>> commonAttributes, ProcessingConfig processing, Duration retry, boolean backUpAll, S3Config s3)
        implements DestinationConfig {

    public HttpEndpointConfig {
        commonAttributes = List.copyOf(commonAttributes);
    }

    @Override
    public S3Config errors() {
        return s3;
    }

    /** Without the access key. */
    @Override
    public String toString() {
        return "HttpEndpointConfig[" + url + "]";
    }
}
