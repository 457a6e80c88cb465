package io.millrace.functions.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.trigger.StartingPosition;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.reactive.messaging.annotations.ConnectorAttribute;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;

/** Attributes: defaults, values, and what is refused by name. */
class ChannelSettingsTest {

    private static Config config(String... pairs) {
        Map<String, String> values = new HashMap<>(Map.of("channel-name", "orders", "connector", "millrace-stream"));
        for (int i = 0; i < pairs.length; i += 2) {
            values.put(pairs[i], pairs[i + 1]);
        }
        return new SmallRyeConfigBuilder().withSources(new PropertiesConfigSource(values, "test", 100)).build();
    }

    @Test
    void withoutAttributesThereAreDefaults() {
        IncomingSettings incoming = IncomingSettings.of(config());
        assertThat(incoming.stream().value()).isEqualTo("orders");
        assertThat(incoming.consumer()).isEqualTo("orders");
        assertThat(incoming.start()).isEqualTo(StartingPosition.LATEST);
        assertThat(incoming.failureStrategy()).isEqualTo(FailureStrategy.FAIL);
        assertThat(incoming.batch()).isFalse();
        assertThat(incoming.inFlightRecords()).isEqualTo(1_000);
        OutgoingSettings outgoing = OutgoingSettings.of(config());
        assertThat(outgoing.stream().value()).isEqualTo("orders");
        assertThat(outgoing.partitionKey()).isEmpty();
        assertThat(outgoing.retryFor()).hasSeconds(30);
    }

    @Test
    void attributesAreRead() {
        IncomingSettings incoming = IncomingSettings.of(config("stream", "s", "consumer", "c", "starting-position", "at-timestamp", "starting-timestamp",
                "2026-01-31T12:00:00Z", "batch", "true", "batch-records", "7", "max-in-flight", "9", "max-in-flight-bytes", "65536",
                "failure-strategy", "dead-letter-stream", "dead-letter-stream", "dead"));
        assertThat(incoming.startAt().orElseThrow()).hasToString("2026-01-31T12:00:00Z");
        assertThat(incoming.batchRecords()).isEqualTo(7);
        assertThat(incoming.deadLetters().orElseThrow().value()).isEqualTo("dead");
        assertThat(IncomingSettings.of(config("starting-position", "TRIM_HORIZON")).start()).isEqualTo(StartingPosition.TRIM_HORIZON);
        OutgoingSettings outgoing = OutgoingSettings.of(config("partition-key", "k", "batch-bytes", "2048", "retry-seconds", "0"));
        assertThat(outgoing.partitionKey()).contains("k");
        assertThat(outgoing.batchBytes()).isEqualTo(2048);
    }

    @Test
    void whatIsWrongIsRefusedByName() {
        refused("failure-strategy", "retry", "one of fail, ignore, dead-letter-stream");
        refused("failure-strategy", "dead-letter-stream", "dead-letter-stream is not set");
        refused("dead-letter-stream", "dead", "only to it");
        refused("starting-position", "newest", "one of trim-horizon, latest, at-timestamp");
        refused("starting-position", "at-timestamp", "starting-timestamp");
        refused("starting-timestamp", "yesterday", "starting-timestamp is yesterday");
        refused("max-in-flight", "0", "a number of 1 to 1000000");
        refused("max-in-flight", "many", "max-in-flight is many");
        refused("batch", "perhaps", "true or false");
        refused("stream", "no stream", "not a stream's name");
        refused("concurrency", "4", "each copy would get every record");
        refused("starting-positon", "latest", "no attribute starting-positon of millrace-stream");
        assertThatThrownBy(() -> OutgoingSettings.of(config("batch", "true"))).hasMessageContaining("no attribute batch");
    }

    private static void refused(String attribute, String value, String message) {
        assertThatThrownBy(() -> IncomingSettings.of(config(attribute, value))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("channel orders").hasMessageContaining(message);
    }

    @Test
    void thePageListsEveryAttribute() throws Exception {
        Path page = Path.of("../../docs/compiled-in.md");
        String text = Files.readString(page);
        for (ConnectorAttribute attribute : StreamConnector.class.getAnnotationsByType(ConnectorAttribute.class)) {
            assertThat(text).contains("| `" + attribute.name() + "` |");
        }
    }
}
