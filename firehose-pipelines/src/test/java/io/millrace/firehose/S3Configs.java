package io.millrace.firehose;

import io.millrace.firehose.config.BufferingConfig;
import io.millrace.firehose.config.CompressionFormat;
import io.millrace.firehose.config.ConversionConfig;
import io.millrace.firehose.config.PartitioningConfig;
import io.millrace.firehose.config.ProcessingConfig;
import io.millrace.firehose.config.S3Config;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** S3 configurations for tests: plain, and changed in what a test is about. */
public record S3Configs(String prefix, String errorPrefix, CompressionFormat compression, List<ProcessingConfig.Step> steps, boolean partitioned,
        String extension, ZoneId zone, Optional<ConversionConfig> conversion) {

    public static S3Configs plain() {
        return new S3Configs("", "", CompressionFormat.UNCOMPRESSED, List.of(), false, "", ZoneOffset.UTC, Optional.empty());
    }

    public S3Configs prefixes(String records, String errors) {
        return new S3Configs(records, errors, compression, steps, partitioned, extension, zone, conversion);
    }

    public S3Configs compression(CompressionFormat changed) {
        return new S3Configs(prefix, errorPrefix, changed, steps, partitioned, extension, zone, conversion);
    }

    public S3Configs partitionedBy(ProcessingConfig.Step... changed) {
        return new S3Configs(prefix, errorPrefix, compression, List.of(changed), true, extension, zone, conversion);
    }

    public S3Configs extension(String changed) {
        return new S3Configs(prefix, errorPrefix, compression, steps, partitioned, changed, zone, conversion);
    }

    public S3Configs zone(ZoneId changed) {
        return new S3Configs(prefix, errorPrefix, compression, steps, partitioned, extension, changed, conversion);
    }

    public S3Configs conversion(ConversionConfig changed) {
        return new S3Configs(prefix, errorPrefix, compression, steps, partitioned, extension, zone, Optional.of(changed));
    }

    public S3Config config() {
        return new S3Config("arn:aws:iam::000000000000:role/any", "bucket", prefix, errorPrefix, new BufferingConfig(5, Duration.ofSeconds(300)),
                compression, Optional.empty(), new ProcessingConfig(steps), Optional.empty(), conversion,
                partitioned ? Optional.of(new PartitioningConfig(Duration.ofSeconds(300))) : Optional.empty(), extension, zone);
    }
}
