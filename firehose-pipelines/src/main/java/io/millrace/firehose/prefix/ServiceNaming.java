package io.millrace.firehose.prefix;

import io.millrace.firehose.config.S3Config;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Names as the service gives them: {@code <prefix><delivery stream>-<version>-yyyy-MM-dd-HH-mm-ss-<uuid><extension>}. The time is
 * the arrival of the object's oldest record: in the prefix in the configured time zone, in the name in UTC. Thread safe if the
 * generator is.
 */
public final class ServiceNaming implements ObjectNaming {

    private static final String HOURLY = "yyyy/MM/dd/HH/";
    private static final DateTimeFormatter NAME_TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd-HH-mm-ss", Locale.US).withZone(ZoneOffset.UTC);

    private static final int TIME_CHARACTERS = 19, UUID_CHARACTERS = 36;

    private final PrefixExpression prefix;
    private final ZoneId zone;
    private final String stem;
    private final String extension;
    private final RandomGenerator random;

    private ServiceNaming(PrefixExpression prefix, ZoneId zone, String stem, String extension, RandomGenerator random) {
        this.prefix = prefix;
        this.zone = zone;
        this.stem = stem;
        this.extension = extension;
        this.random = random;
    }

    /** Of objects of records: a prefix without expressions is followed by the hour, with no slash between. */
    public static ServiceNaming ofRecords(S3Config config, String stem, String extension, RandomGenerator random) {
        return new ServiceNaming(recordPrefix(config), config.timeZone(), stem, extension, random);
    }

    static PrefixExpression recordPrefix(S3Config config) {
        PrefixExpression given = PrefixExpression.parse("Prefix", config.prefix());
        return given.hasExpressions() ? given : given.plusTimestamp(HOURLY);
    }

    /** Of objects of error records: a prefix without expressions is followed by their kind and the hour. */
    public static ServiceNaming ofErrors(S3Config config, String stem, String extension, RandomGenerator random) {
        return new ServiceNaming(errorPrefix(config), config.timeZone(), stem, extension, random);
    }

    static PrefixExpression errorPrefix(S3Config config) {
        boolean given = !config.errorOutputPrefix().isEmpty();
        PrefixExpression errors = PrefixExpression.parse("ErrorOutputPrefix", given ? config.errorOutputPrefix() : config.prefix());
        return errors.hasExpressions() ? errors : errors.plusErrorOutputType("/").plusTimestamp(HOURLY);
    }

    @Override
    public String name(ObjectTraits object) {
        Instant oldest = Instant.ofEpochMilli(object.oldestArrivedAtMillis());
        return prefix.evaluate(object, zone, random) + stem + "-" + NAME_TIME.format(oldest) + "-" + RequestIds.next(random) + extension;
    }

    /** As the service, which also bounds what a prefix comes to. */
    @Override
    public boolean isUsable(String name) {
        int suffix = stem.length() + 1 + TIME_CHARACTERS + 1 + UUID_CHARACTERS + extension.length();
        return ObjectNaming.super.isUsable(name) && name.length() - suffix <= PrefixRules.PREFIX_CHARACTERS_MAX;
    }

    @Override
    public Set<String> queryKeys() {
        return prefix.queryKeys();
    }

    @Override
    public Set<String> functionKeys() {
        return prefix.functionKeys();
    }
}
