package io.millrace.firehose.config;

import java.time.Duration;

/**
 * Dynamic partitioning, enabled.
 *
 * @param retry how long AWS retries a delivery; echoed. This server retries until it is delivered
 */
public record PartitioningConfig(Duration retry) {
}
