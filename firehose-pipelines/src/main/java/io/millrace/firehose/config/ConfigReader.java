package io.millrace.firehose.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns a completed tree into what the pipeline works with, and refuses what the service refuses or this server does not have. Rules:
 * API reference of Amazon Data Firehose, and its developer guide on data delivery, dynamic partitioning and format conversion.
 */
public final class ConfigReader {

    private static final int PARTITIONED_MIB_MIN = 64;
    private static final String ENABLED = "Enabled", PREFIX = "Prefix", ERROR_PREFIX = "ErrorOutputPrefix", KEY_EXPRESSION = "!{partitionKeyFrom";

    private final boolean smallBuffers;

    /** @param smallBuffers whether conversion and partitioning may buffer less than 64 MiB, for tests of applications */
    public ConfigReader(boolean smallBuffers) {
        this.smallBuffers = smallBuffers;
    }

    /** Throws {@link UnsupportedConfig}. */
    public DestinationConfig read(DestinationKind kind, ConfigTree tree) {
        return switch (kind) {
            case S3, EXTENDED_S3 -> s3(tree, false);
            case HTTP_ENDPOINT -> http(tree);
        };
    }

    private S3Config s3(ConfigTree tree, boolean beside) {
        String bucketArn = tree.required("BucketARN");
        checkLogging(tree);
        Optional<ConversionConfig> conversion = tree.structure("DataFormatConversionConfiguration")
                .filter(given -> given.flag(ENABLED, true)).map(ConversionReader::read);
        Optional<PartitioningConfig> partitioning = tree.structure("DynamicPartitioningConfiguration")
                .filter(given -> given.flag(ENABLED, false)).map(ConfigReader::partitioning);
        BufferingConfig buffering = buffering(tree);
        CompressionFormat compression = CompressionFormat.ofWire(tree.text("CompressionFormat").orElse("UNCOMPRESSED"));
        String prefix = tree.text(PREFIX).orElse(""), errorPrefix = tree.text(ERROR_PREFIX).orElse("");
        boolean backupEnabled = tree.text("S3BackupMode").filter("Enabled"::equals).isPresent();
        if (backupEnabled && tree.structure("S3BackupConfiguration").isEmpty()) {
            throw new UnsupportedConfig("S3BackupConfiguration must be specified when S3BackupMode is Enabled");
        }
        Optional<S3Config> backup = backupEnabled ? tree.structure("S3BackupConfiguration").map(given -> s3(given, true)) : Optional.empty();
        S3Config config = new S3Config(tree.required("RoleARN"), bucketArn.substring(bucketArn.lastIndexOf(':') + 1), prefix, errorPrefix,
                buffering, compression, kmsKey(tree), ProcessingReader.read(tree.structure("ProcessingConfiguration")), backup, conversion,
                partitioning, tree.text("FileExtension").orElse(""), zone(tree.text("CustomTimeZone").orElse("")));
        check(config, beside);
        return config;
    }

    private void check(S3Config config, boolean beside) {
        int sizeMib = config.buffering().sizeMib();
        if (config.conversion().isPresent()) {
            refuseIf(config.compression() != CompressionFormat.UNCOMPRESSED,
                    "CompressionFormat must be UNCOMPRESSED when data format conversion is enabled");
            refuseIf(sizeMib < PARTITIONED_MIB_MIN && !smallBuffers,
                    "BufferingHints.SizeInMBs must be at least 64 when data format conversion is enabled");
        }
        if (config.partitioning().isPresent()) {
            refuseIf(sizeMib < PARTITIONED_MIB_MIN && !smallBuffers,
                    "BufferingHints.SizeInMBs must be at least 64 when dynamic partitioning is enabled");
            refuseIf(config.buffering().interval().isZero(), "Zero buffering is not available with dynamic partitioning");
            refuseIf(config.errorOutputPrefix().isEmpty(), "ErrorOutputPrefix must be specified when dynamic partitioning is enabled");
            refuseIf(!config.prefix().contains(KEY_EXPRESSION),
                    "Prefix must have a partitionKeyFromQuery or partitionKeyFromLambda expression when dynamic partitioning is enabled");
        } else {
            refuseIf(config.prefix().contains(KEY_EXPRESSION),
                    "Prefix has partition key expressions, so dynamic partitioning must be enabled");
            refuseIf(config.processing().steps().stream().anyMatch(ProcessingConfig.MetadataExtraction.class::isInstance),
                    "MetadataExtraction needs dynamic partitioning to be enabled");
        }
        refuseIf(config.errorOutputPrefix().contains(KEY_EXPRESSION), "ErrorOutputPrefix must not have partition key expressions");
        refuseIf(config.prefix().contains("!{") && config.errorOutputPrefix().isEmpty(),
                "ErrorOutputPrefix must be specified when Prefix contains expressions");
        refuseIf(beside && config.buffering().interval().isZero(), "Zero buffering is not available for an S3 backup");
    }

    private static void refuseIf(boolean wrong, String message) {
        if (wrong) {
            throw new UnsupportedConfig(message);
        }
    }

    private static PartitioningConfig partitioning(ConfigTree tree) {
        return new PartitioningConfig(retry(tree));
    }

    private static Duration retry(ConfigTree tree) {
        return Duration.ofSeconds(tree.structure("RetryOptions").map(options -> options.whole("DurationInSeconds", 300)).orElse(300));
    }

    private static BufferingConfig buffering(ConfigTree tree) {
        ConfigTree hints = tree.structure("BufferingHints").orElse(ConfigTree.EMPTY);
        return new BufferingConfig(hints.whole("SizeInMBs", 5), Duration.ofSeconds(hints.whole("IntervalInSeconds", 300)));
    }

    /** The service logs there; this server keeps the names, so they have to be as the service takes them. */
    private static void checkLogging(ConfigTree tree) {
        Optional<ConfigTree> logging = tree.structure("CloudWatchLoggingOptions").filter(given -> given.flag(ENABLED, false));
        refuseIf(logging.isPresent() && (logging.get().text("LogGroupName").orElse("").isEmpty() || logging.get().text("LogStreamName").orElse("").isEmpty()),
                "CloudWatchLoggingOptions must have LogGroupName and LogStreamName when it is enabled");
    }

    private static Optional<String> kmsKey(ConfigTree tree) {
        Optional<ConfigTree> encryption = tree.structure("EncryptionConfiguration");
        Optional<ConfigTree> kms = encryption.flatMap(given -> given.structure("KMSEncryptionConfig"));
        refuseIf(kms.isPresent() && encryption.get().has("NoEncryptionConfig"),
                "EncryptionConfiguration must have either NoEncryptionConfig or KMSEncryptionConfig");
        return kms.map(given -> given.required("AWSKMSKeyARN"));
    }

    private static ZoneId zone(String name) {
        try {
            return name.isEmpty() ? ZoneId.of("UTC") : ZoneId.of(name);
        } catch (DateTimeException unknown) {
            throw new UnsupportedConfig("CustomTimeZone is not a time zone: " + name);
        }
    }

    private HttpEndpointConfig http(ConfigTree tree) {
        refuseIf(tree.structure("SecretsManagerConfiguration").filter(given -> given.flag(ENABLED, false)).isPresent(),
                "SecretsManagerConfiguration is not supported by this server yet");
        checkLogging(tree);
        ProcessingConfig processing = ProcessingReader.read(tree.structure("ProcessingConfiguration"));
        refuseIf(processing.steps().stream().anyMatch(ProcessingConfig.MetadataExtraction.class::isInstance),
                "MetadataExtraction needs dynamic partitioning, which an HTTP endpoint does not have");
        ConfigTree endpoint = tree.structure("EndpointConfiguration").orElseThrow(() -> new UnsupportedConfig("EndpointConfiguration must be given"));
        ConfigTree request = tree.structure("RequestConfiguration").orElse(ConfigTree.EMPTY);
        List<Map.Entry<String, String>> attributes = new ArrayList<>();
        Map<String, String> names = new LinkedHashMap<>();
        for (ConfigTree attribute : request.structures("CommonAttributes")) {
            String name = attribute.required("AttributeName");
            refuseIf(names.put(name, name) != null, "CommonAttributes has " + name + " more than once");
            attributes.add(Map.entry(name, attribute.required("AttributeValue")));
        }
        S3Config s3 = s3(tree.structure("S3Configuration").orElseThrow(() -> new UnsupportedConfig("S3Configuration must be given")), true);
        return new HttpEndpointConfig(url(endpoint.required("Url")), endpoint.text("Name").orElse(""), endpoint.text("AccessKey"),
                buffering(tree), request.text("ContentEncoding").filter("GZIP"::equals).isPresent(), attributes,
                processing, retry(tree), tree.text("S3BackupMode").filter("AllData"::equals).isPresent(), s3);
    }

    private static URI url(String text) {
        try {
            URI url = new URI(text);
            refuseIf(url.getHost() == null, "Url has no host: " + text);
            return url;
        } catch (URISyntaxException malformed) {
            throw new UnsupportedConfig("Url is malformed: " + text);
        }
    }
}
