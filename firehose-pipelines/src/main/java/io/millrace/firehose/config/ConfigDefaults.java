package io.millrace.firehose.config;

import java.util.List;
import java.util.Map;

/** What the service fills in where a member is not given, as DescribeDeliveryStream shows it (API reference, developer guide "Data delivery"). */
public final class ConfigDefaults {

    private static final long SIZE_MIB = 5, INTERVAL_SECONDS = 300, COLUMNAR_SIZE_MIB = 128, RETRY_SECONDS = 300;
    private static final String BUFFERING = "BufferingHints", LOGGING = "CloudWatchLoggingOptions", PROCESSING = "ProcessingConfiguration",
            ENABLED = "Enabled", RETRY = "RetryOptions", BACKUP = "S3BackupConfiguration", CONVERSION = "DataFormatConversionConfiguration",
            SIZE = "SizeInMBs", INTERVAL = "IntervalInSeconds";

    private ConfigDefaults() {
    }

    /** The configuration with what was left out. Throws {@link UnsupportedConfig} for hints of which one half is missing. */
    public static ConfigTree complete(DestinationKind kind, ConfigTree given) {
        return switch (kind) {
            case S3 -> s3(given);
            case EXTENDED_S3 -> extended(given);
            case HTTP_ENDPOINT -> http(given);
        };
    }

    private static ConfigTree s3(ConfigTree given) {
        return buffering(given, SIZE_MIB)
                .orWith("CompressionFormat", CompressionFormat.UNCOMPRESSED.wireName())
                .orWith("EncryptionConfiguration", Map.of("NoEncryptionConfig", "NoEncryption"))
                .orWith(LOGGING, Map.of(ENABLED, false));
    }

    private static ConfigTree extended(ConfigTree given) {
        ConfigTree completed = given;
        if (given.structure(CONVERSION).isPresent()) {
            ConfigTree conversion = given.structure(CONVERSION).get().orWith(ENABLED, true);
            completed = completed.with(CONVERSION, conversion);
            if (conversion.flag(ENABLED, true)) {
                completed = buffering(completed, COLUMNAR_SIZE_MIB);
            }
        }
        completed = s3(completed).orWith("S3BackupMode", "Disabled");
        if (completed.structure(BACKUP).isPresent()) {
            completed = completed.with(BACKUP, s3(completed.structure(BACKUP).get()));
        }
        if (completed.structure("DynamicPartitioningConfiguration").isPresent()) {
            ConfigTree partitioning = completed.structure("DynamicPartitioningConfiguration").get();
            if (partitioning.flag(ENABLED, false)) {
                partitioning = partitioning.orWith(RETRY, Map.of("DurationInSeconds", RETRY_SECONDS));
            }
            completed = completed.with("DynamicPartitioningConfiguration", partitioning);
        }
        return processing(completed);
    }

    private static ConfigTree http(ConfigTree given) {
        ConfigTree completed = processing(buffering(given, SIZE_MIB))
                .orWith(LOGGING, Map.of(ENABLED, false))
                .orWith(RETRY, Map.of("DurationInSeconds", RETRY_SECONDS))
                .orWith("S3BackupMode", "FailedDataOnly");
        ConfigTree request = completed.structure("RequestConfiguration").orElse(ConfigTree.EMPTY)
                .orWith("ContentEncoding", "NONE").orWith("CommonAttributes", List.of());
        completed = completed.with("RequestConfiguration", request);
        return completed.structure("S3Configuration").isEmpty() ? completed
                : completed.with("S3Configuration", s3(completed.structure("S3Configuration").get()));
    }

    private static ConfigTree processing(ConfigTree given) {
        return given.structure(PROCESSING).map(processing -> given.with(PROCESSING, processing.orWith(ENABLED, false))).orElse(given);
    }

    private static ConfigTree buffering(ConfigTree given, long sizeMib) {
        ConfigTree hints = given.structure(BUFFERING).orElse(ConfigTree.EMPTY);
        if (hints.has(SIZE) != hints.has(INTERVAL)) {
            throw new UnsupportedConfig("BufferingHints must have both SizeInMBs and IntervalInSeconds, or neither");
        }
        return given.with(BUFFERING, hints.orWith(SIZE, sizeMib).orWith(INTERVAL, INTERVAL_SECONDS));
    }
}
