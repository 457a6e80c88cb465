package io.millrace.firehose.prefix;

import io.millrace.firehose.config.ProcessingConfig;
import io.millrace.firehose.config.S3Config;
import io.millrace.firehose.config.UnsupportedConfig;
import io.millrace.firehose.transform.QueryKeys;
import java.util.Set;
import java.util.stream.Collectors;

/** What the service asks of the two prefixes of an S3 configuration, beyond that each can be read. */
public final class PrefixRules {

    /** The longest prefix, before and after it is evaluated. */
    public static final int PREFIX_CHARACTERS_MAX = 512;
    private static final String PREFIX = "Prefix", ERROR_PREFIX = "ErrorOutputPrefix";

    private PrefixRules() {
    }

    /** Refuses prefixes that the service refuses. */
    public static void check(S3Config config) {
        require(config.prefix().length() <= PREFIX_CHARACTERS_MAX, PREFIX + " is longer than " + PREFIX_CHARACTERS_MAX + " characters");
        require(config.errorOutputPrefix().length() <= PREFIX_CHARACTERS_MAX, ERROR_PREFIX + " is longer than " + PREFIX_CHARACTERS_MAX + " characters");
        PrefixExpression prefix = PrefixExpression.parse(PREFIX, config.prefix());
        PrefixExpression errors = PrefixExpression.parse(ERROR_PREFIX, config.errorOutputPrefix());
        require(!prefix.hasErrorOutputType(), PREFIX + " cannot contain !{firehose:error-output-type}");
        require(!prefix.hasExpressions() || !config.errorOutputPrefix().isEmpty(),
                ERROR_PREFIX + " must be given when " + PREFIX + " contains expressions");
        require(!errors.hasExpressions() || errors.hasErrorOutputType(),
                ERROR_PREFIX + " contains expressions and so must contain !{firehose:error-output-type}");
        require(!hasKeys(errors), ERROR_PREFIX + " cannot contain partition keys");
        boolean partitioned = config.partitioning().isPresent();
        require(partitioned || !hasKeys(prefix), PREFIX + " contains partition keys: DynamicPartitioningConfiguration must be enabled");
        require(!partitioned || hasKeys(prefix), "DynamicPartitioningConfiguration is enabled: " + PREFIX + " must contain partition keys");
        require(!partitioned || !config.errorOutputPrefix().isEmpty(),
                "DynamicPartitioningConfiguration is enabled: " + ERROR_PREFIX + " must be given");
    }

    /** Refuses keys in the prefix that the metadata extraction does not make, and keys of a function where there is none. */
    public static void checkKeys(S3Config config) {
        PrefixExpression prefix = PrefixExpression.parse(PREFIX, config.prefix());
        Set<String> made = config.processing().steps().stream().filter(ProcessingConfig.MetadataExtraction.class::isInstance)
                .flatMap(step -> QueryKeys.of(((ProcessingConfig.MetadataExtraction) step).query()).stream()).collect(Collectors.toSet());
        for (String key : prefix.queryKeys()) {
            require(made.contains(key), PREFIX + " contains partitionKeyFromQuery:" + key + ", which no MetadataExtractionQuery makes");
        }
        require(prefix.functionKeys().isEmpty() || config.processing().function().isPresent(),
                PREFIX + " contains partitionKeyFromLambda, and there is no Lambda processor");
    }

    private static boolean hasKeys(PrefixExpression expression) {
        return !expression.queryKeys().isEmpty() || !expression.functionKeys().isEmpty();
    }

    private static void require(boolean held, String message) {
        if (!held) {
            throw new UnsupportedConfig(message);
        }
    }
}
