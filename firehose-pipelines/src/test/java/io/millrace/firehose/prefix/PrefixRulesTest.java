package io.millrace.firehose.prefix;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.firehose.S3Configs;
import io.millrace.firehose.config.ProcessingConfig;
import io.millrace.firehose.config.S3Config;
import io.millrace.firehose.config.UnsupportedConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrefixRulesTest {

    private static final ProcessingConfig.Step QUERY = new ProcessingConfig.MetadataExtraction("{c: .customer}");

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            !{timestamp:yyyy}/                  | -                       | ErrorOutputPrefix must be given
            !{firehose:error-output-type}/      | e/                      | Prefix cannot contain
            a!{timestamp:yyyy                   | e/                      | does not end
            !{timestamp:QQQQQQQ}                | e/                      | no pattern
            !{timestamp:}                       | e/                      | without a value
            !{timestamp}                        | e/                      | without a value
            !{clock:yyyy}                       | e/                      | unknown namespace
            !{firehose:version}                 | e/                      | unknown expression
            !{partitionKeyFromQuery:c}/         | e/                      | DynamicPartitioningConfiguration must be enabled
            a/                                  | !{timestamp:yyyy}/      | must contain !{firehose:error-output-type}
            a/   | !{firehose:error-output-type}!{partitionKeyFromLambda:c} | ErrorOutputPrefix cannot contain partition keys
            """)
    void refusedByName(String prefix, String errors, String message) {
        S3Config config = S3Configs.plain().prefixes(prefix, errors == null ? "" : errors).config();
        assertThatThrownBy(() -> PrefixRules.check(config)).isInstanceOf(UnsupportedConfig.class).hasMessageContaining(message);
    }

    @Test
    void partitioningNeedsKeysAndAnErrorPrefix() {
        S3Configs partitioned = S3Configs.plain().partitionedBy(QUERY);
        assertThatThrownBy(() -> PrefixRules.check(partitioned.prefixes("a/", "e/").config())).hasMessageContaining("must contain partition keys");
        assertThatThrownBy(() -> PrefixRules.check(partitioned.prefixes("!{partitionKeyFromQuery:c}/", "").config()))
                .hasMessageContaining("ErrorOutputPrefix must be given");
        assertThatCode(() -> PrefixRules.check(partitioned.prefixes("!{partitionKeyFromQuery:c}/", "e/").config())).doesNotThrowAnyException();
    }

    @Test
    void whatAPrefixComesToIsBoundedNotHowItIsWritten() {
        String month = "!{timestamp:MMMM}", written = "'" + "m".repeat(600) + "'";
        assertThatThrownBy(() -> PrefixRules.check(S3Configs.plain().prefixes("p".repeat(512 - "2026/11/25/23/".length()), "").config()))
                .hasMessageContaining("ErrorOutputPrefix is longer than 512 characters once it is evaluated");
        assertThatCode(() -> PrefixRules.check(S3Configs.plain().prefixes("p".repeat(512 - "2026/11/25/23/".length()), "e/").config()))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> PrefixRules.check(S3Configs.plain().prefixes("p".repeat(513 - "2026/11/25/23/".length()), "e/").config()))
                .isInstanceOf(UnsupportedConfig.class).hasMessageContaining("Prefix is longer than 512 characters once it is evaluated");
        assertThatThrownBy(() -> PrefixRules.check(S3Configs.plain().prefixes("!{timestamp:" + written + "}", "e/").config()))
                .hasMessageContaining("Prefix is longer than 512 characters");
        assertThatCode(() -> PrefixRules.check(S3Configs.plain().prefixes(month.repeat(56), "e/").config())).doesNotThrowAnyException();
        assertThatThrownBy(() -> PrefixRules.check(S3Configs.plain().prefixes(month.repeat(57), "e/").config())).as("in September")
                .hasMessageContaining("Prefix is longer than 512 characters");
        assertThatThrownBy(() -> PrefixRules.check(S3Configs.plain().prefixes("ü".repeat(400), "e/").config()))
                .hasMessageContaining("Prefix leaves no room in a key of 1024 bytes");
    }

    @Test
    void keysHaveToComeFromSomewhere() {
        S3Configs partitioned = S3Configs.plain().partitionedBy(QUERY);
        assertThatThrownBy(() -> PrefixRules.checkKeys(partitioned.prefixes("!{partitionKeyFromQuery:d}/", "e/").config()))
                .hasMessageContaining("partitionKeyFromQuery:d");
        assertThatThrownBy(() -> PrefixRules.checkKeys(partitioned.prefixes("!{partitionKeyFromLambda:c}/", "e/").config()))
                .hasMessageContaining("no Lambda processor");
        assertThatCode(() -> PrefixRules.checkKeys(partitioned.prefixes("!{partitionKeyFromQuery:c}/", "e/").config())).doesNotThrowAnyException();
    }
}
