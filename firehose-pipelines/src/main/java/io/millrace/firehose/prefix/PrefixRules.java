package io.millrace.firehose.prefix;

import io.millrace.firehose.config.ProcessingConfig;
import io.millrace.firehose.config.S3Config;
import io.millrace.firehose.config.UnsupportedConfig;
import io.millrace.firehose.error.ErrorOutputType;
import io.millrace.firehose.transform.QueryKeys;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Month;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAdjusters;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** What the service asks of the two prefixes of an S3 configuration, beyond that each can be read. */
public final class PrefixRules {

    /** The longest prefix once it is evaluated. */
    static final int PREFIX_CHARACTERS_MAX = 512;
    /** What the longest names of objects leave: delivery stream 64, version 20, time 19, UUID 36, extension 128, and hyphens. */
    private static final int PREFIX_BYTES_MAX = ObjectNaming.NAME_BYTES_MAX - 64 - 20 - 19 - 36 - 128 - 3;
    private static final ZonedDateTime LONGEST_DAY = ZonedDateTime.of(2026, 1, 20, 22, 22, 22, 0, ZoneOffset.UTC);
    private static final String LONGEST_ERROR_TYPE = ErrorOutputType.FORMAT_CONVERSION_FAILED.wireName();
    private static final RandomGenerator ZERO = () -> 0;
    private static final String PREFIX = "Prefix", ERROR_PREFIX = "ErrorOutputPrefix";

    private PrefixRules() {
    }

    /** Refuses prefixes that the service refuses. */
    public static void check(S3Config config) {
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
        checkLength(PREFIX, ServiceNaming.recordPrefix(config), config);
        checkLength(ERROR_PREFIX, ServiceNaming.errorPrefix(config), config);
    }

    /** Partition keys, which nobody knows yet, count nothing: those of a record may make its prefix too long later. */
    private static void checkLength(String member, PrefixExpression prefix, S3Config config) {
        for (Month month : Month.values()) {
            long wednesday = LONGEST_DAY.withMonth(month.getValue()).with(TemporalAdjusters.nextOrSame(DayOfWeek.WEDNESDAY)).toInstant().toEpochMilli();
            String evaluated = prefix.evaluate(new ObjectNaming.ObjectTraits(wednesday, Map.of(), Map.of(), Optional.of(LONGEST_ERROR_TYPE)),
                    config.timeZone(), ZERO);
            require(evaluated.length() <= PREFIX_CHARACTERS_MAX, member + " is longer than " + PREFIX_CHARACTERS_MAX + " characters once it is evaluated");
            require(evaluated.getBytes(StandardCharsets.UTF_8).length <= PREFIX_BYTES_MAX,
                    member + " leaves no room in a key of " + ObjectNaming.NAME_BYTES_MAX + " bytes once it is evaluated");
        }
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
