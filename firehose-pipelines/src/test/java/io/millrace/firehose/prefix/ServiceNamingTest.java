package io.millrace.firehose.prefix;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.firehose.S3Configs;
import io.millrace.firehose.config.S3Config;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ServiceNamingTest {

    private static final long OLDEST = Instant.parse("2026-11-25T23:04:05.678Z").toEpochMilli();
    private static final String UUID = "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";
    private static final String SUFFIX = "clicks-3-2026-11-25-23-04-05-" + UUID;

    @Test
    void withoutAPrefixTheHourIsThePrefix() {
        assertThat(records(S3Configs.plain().config(), "")).matches("2026/11/25/23/" + SUFFIX);
    }

    @Test
    void theHourFollowsAPrefixWithoutExpressionsAsItIs() {
        assertThat(records(S3Configs.plain().prefixes("raw", "").config(), ".gz")).matches("raw2026/11/25/23/" + SUFFIX + "\\.gz");
    }

    @Test
    void aPrefixWithExpressionsIsAllOfIt() {
        S3Config config = S3Configs.plain().prefixes("y=!{timestamp:yyyy}/d=!{timestamp:'day'DDD}/c=!{partitionKeyFromQuery:c}/"
                + "!{partitionKeyFromLambda:c}/", "errors/").config();
        assertThat(records(config, "")).matches("y=2026/d=day329/c=query/function/" + SUFFIX);
    }

    @Test
    void timesOfThePrefixAreInTheConfiguredZone() {
        S3Config config = S3Configs.plain().zone(ZoneId.of("Asia/Tokyo")).config();
        assertThat(records(config, "")).matches("2026/11/26/08/" + SUFFIX);
    }

    @Test
    void everyRandomStringIsAnother() {
        S3Config config = S3Configs.plain().prefixes("!{firehose:random-string}/!{firehose:random-string}/", "errors/").config();
        Matcher name = Pattern.compile("([A-Za-z0-9]{11})/([A-Za-z0-9]{11})/" + SUFFIX).matcher(records(config, ""));
        assertThat(name.matches()).isTrue();
        assertThat(name.group(1)).isNotEqualTo(name.group(2));
    }

    @Test
    void errorsGoUnderTheirKind() {
        assertThat(errors(S3Configs.plain().config())).matches("processing-failed/2026/11/25/23/" + SUFFIX);
        assertThat(errors(S3Configs.plain().prefixes("raw/", "").config())).matches("raw/processing-failed/2026/11/25/23/" + SUFFIX);
        assertThat(errors(S3Configs.plain().prefixes("raw/", "bad/").config())).matches("bad/processing-failed/2026/11/25/23/" + SUFFIX);
        assertThat(errors(S3Configs.plain().prefixes("", "bad-!{firehose:error-output-type}-!{timestamp:yyyy}/").config()))
                .matches("bad-processing-failed-2026/" + SUFFIX);
    }

    @Test
    void keysOfThePrefixAreTold() {
        ServiceNaming naming = ServiceNaming.ofRecords(S3Configs.plain().prefixes("!{partitionKeyFromQuery:q}/!{partitionKeyFromLambda:f}/", "e/").config(),
                "clicks-3", "", new SecureRandom());
        assertThat(naming.queryKeys()).containsExactly("q");
        assertThat(naming.functionKeys()).containsExactly("f");
    }

    @Test
    void aPrefixOfMoreThan512CharactersOrANameOfMoreThan1024BytesIsNotUsable() {
        ServiceNaming naming = ServiceNaming.ofRecords(S3Configs.plain().prefixes("!{partitionKeyFromQuery:c}", "e/").config(), "clicks-3", ".gz",
                new SecureRandom());
        assertThat(naming.isUsable(name(naming, "k".repeat(512)))).isTrue();
        assertThat(naming.isUsable(name(naming, "k".repeat(513)))).isFalse();
        assertThat(naming.isUsable(name(naming, "€".repeat(300)))).isTrue();
        assertThat(naming.isUsable(name(naming, "€".repeat(330)))).isFalse();
    }

    private static String name(ServiceNaming naming, String key) {
        return naming.name(new ObjectNaming.ObjectTraits(OLDEST, Map.of("c", key), Map.of(), Optional.empty()));
    }

    private static String records(S3Config config, String extension) {
        return ServiceNaming.ofRecords(config, "clicks-3", extension, new SecureRandom())
                .name(new ObjectNaming.ObjectTraits(OLDEST, Map.of("c", "query"), Map.of("c", "function"), Optional.empty()));
    }

    private static String errors(S3Config config) {
        return ServiceNaming.ofErrors(config, "clicks-3", "", new SecureRandom())
                .name(new ObjectNaming.ObjectTraits(OLDEST, Map.of(), Map.of(), Optional.of("processing-failed")));
    }
}
