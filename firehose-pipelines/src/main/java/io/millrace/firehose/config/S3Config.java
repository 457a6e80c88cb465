package io.millrace.firehose.config;

import java.time.ZoneId;
import java.util.Optional;

/**
 * An S3 destination, plain or extended, or the S3 configuration beside another destination.
 *
 * @param bucket            the bucket's name, from its ARN
 * @param prefix            as given, perhaps empty; may have expressions
 * @param errorOutputPrefix as given, perhaps empty
 * @param kmsKeyArn         SSE-KMS with this key; empty: none
 * @param backup            where source records are kept as they came; empty: S3BackupMode is Disabled
 * @param conversion        JSON to a columnar format; then compression is UNCOMPRESSED
 * @param partitioning      the dynamic partitioning, if enabled
 * @param fileExtension     replaces the format's own; empty: the format's own
 * @param timeZone          in which timestamps of prefixes are written
 */
public record S3Config(String roleArn, String bucket, String prefix, String errorOutputPrefix, BufferingConfig buffering,
        CompressionFormat compression, Optional<String> kmsKeyArn, ProcessingConfig processing, Optional<S3Config> backup,
        Optional<ConversionConfig> conversion, Optional<PartitioningConfig> partitioning, String fileExtension, ZoneId timeZone)
        implements DestinationConfig {

    @Override
    public S3Config errors() {
        return this;
    }
}
