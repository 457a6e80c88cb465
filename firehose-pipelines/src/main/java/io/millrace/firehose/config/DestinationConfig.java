package io.millrace.firehose.config;

/** Where a delivery stream delivers to, and how. Destinations of the service model that are not here are refused by name. */
public sealed interface DestinationConfig permits S3Config, HttpEndpointConfig {

    /** When a buffer is full. */
    BufferingConfig buffering();

    /** What happens to records before they are buffered. */
    ProcessingConfig processing();

    /** Where records go that could not be processed or delivered: the destination itself, or the S3 configuration beside it. */
    S3Config errors();
}
