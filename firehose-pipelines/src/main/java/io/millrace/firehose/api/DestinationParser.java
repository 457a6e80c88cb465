package io.millrace.firehose.api;

import io.millrace.firehose.config.ConfigDefaults;
import io.millrace.firehose.config.ConfigReader;
import io.millrace.firehose.config.ConfigTree;
import io.millrace.firehose.config.DestinationConfig;
import io.millrace.firehose.config.DestinationKind;
import io.millrace.firehose.config.HttpEndpointConfig;
import io.millrace.firehose.config.ProcessingConfig;
import io.millrace.firehose.config.S3Config;
import io.millrace.firehose.deliver.OutletFactory;
import io.millrace.firehose.transform.ProcessorFactory;
import io.millrace.wire.model.Members;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Destinations in calls: one of them, built, and one this server can serve. */
final class DestinationParser {

    private static final List<String> UNBUILT = List.of("RedshiftDestination", "ElasticsearchDestination", "AmazonopensearchserviceDestination",
            "SplunkDestination", "AmazonOpenSearchServerlessDestination", "SnowflakeDestination", "IcebergDestination");
    /** What an update calls a configuration's member. */
    private static final Map<String, String> UPDATED_AS = Map.of("S3BackupUpdate", "S3BackupConfiguration", "S3Update", "S3Configuration");
    private static final String PARTITIONING = "DynamicPartitioningConfiguration", ENABLED = "Enabled";

    private final ConfigReader reader;
    private final OutletFactory outlets;
    private final ProcessorFactory processors;

    /** A destination as it was given. */
    record Given(DestinationKind kind, ConfigTree tree) {
    }

    DestinationParser(ConfigReader reader, OutletFactory outlets, ProcessorFactory processors) {
        this.reader = reader;
        this.outlets = outlets;
        this.processors = processors;
    }

    /** The one destination of a CreateDeliveryStream, with defaults. */
    Given configuration(Members call, String stream, String arn) {
        Given given = one(call, "Configuration", DestinationKind::configurationMember);
        ConfigTree completed = ConfigDefaults.complete(given.kind(), given.tree());
        check(given.kind(), completed, stream, arn);
        return new Given(given.kind(), completed);
    }

    /** The one destination of an UpdateDestination, as given. */
    Given update(Members call) {
        return one(call, "Update", DestinationKind::updateMember);
    }

    private static Given one(Members call, String suffix, java.util.function.Function<DestinationKind, String> member) {
        Optional<String> unbuilt = UNBUILT.stream().map(name -> name + suffix).filter(call::has).findFirst();
        if (unbuilt.isPresent()) {
            throw FirehoseFault.ARGUMENT.because(unbuilt.get() + " is not supported by this server yet");
        }
        List<DestinationKind> kinds = Arrays.stream(DestinationKind.values()).filter(kind -> call.has(member.apply(kind))).toList();
        if (kinds.size() != 1) {
            throw FirehoseFault.ARGUMENT.because("Exactly one destination configuration is supported for a Firehose");
        }
        return new Given(kinds.getFirst(), new ConfigTree(call.structure(member.apply(kinds.getFirst())).orElseThrow().tree()));
    }

    /** What the destination is after an update: merged where it stays of its kind, replaced where not. */
    Given updated(DestinationKind kind, ConfigTree now, Given update, String stream, String arn) {
        boolean same = kind.isSameAs(update.kind());
        DestinationKind changed = same && kind == DestinationKind.EXTENDED_S3 ? kind : update.kind();
        ConfigTree merged = ConfigDefaults.complete(changed, merged(same ? now : ConfigTree.EMPTY, update.tree()));
        if (partitioned(merged) != partitioned(now)) {
            throw FirehoseFault.ARGUMENT.because("Dynamic partitioning can be enabled only when a delivery stream is created, and not be disabled");
        }
        if (same && backsUpSource(now) && !backsUpSource(merged)) {
            throw FirehoseFault.ARGUMENT.because("S3BackupMode cannot be changed to Disabled once it is Enabled");
        }
        check(changed, merged, stream, arn);
        return new Given(changed, merged);
    }

    private static boolean partitioned(ConfigTree destination) {
        return destination.structure(PARTITIONING).filter(given -> given.flag(ENABLED, false)).isPresent();
    }

    private static boolean backsUpSource(ConfigTree destination) {
        return destination.text("S3BackupMode").filter("Enabled"::equals).isPresent();
    }

    private static ConfigTree merged(ConfigTree now, ConfigTree update) {
        ConfigTree merged = now;
        for (Map.Entry<String, Object> member : update.members().entrySet()) {
            String nested = UPDATED_AS.get(member.getKey());
            if (nested == null) {
                merged = merged.with(member.getKey(), member.getValue());
            } else {
                ConfigTree inner = update.structure(member.getKey()).orElse(ConfigTree.EMPTY);
                merged = merged.with(nested, now.structure(nested).orElse(ConfigTree.EMPTY).mergedWith(inner));
            }
        }
        return merged;
    }

    /** Opens all that the configuration asks for, and closes it again. Throws UnsupportedConfig. */
    private void check(DestinationKind kind, ConfigTree tree, String stream, String arn) {
        DestinationConfig config = reader.read(kind, tree);
        OutletFactory.Origin origin = new OutletFactory.Origin(stream, arn, "1");
        config.processing().steps().stream().filter(step -> !(step instanceof ProcessingConfig.Lambda)).forEach(processors::open);
        outlets.data(origin, config).destination().close();
        outlets.errors(origin, config.errors()).destination().close();
        backups(config).forEach(backup -> outlets.backup(origin, backup).destination().close());
    }

    private static Stream<S3Config> backups(DestinationConfig config) {
        return switch (config) {
            case S3Config s3 -> s3.backup().stream();
            case HttpEndpointConfig http -> Stream.of(http.s3());
        };
    }
}
