package io.millrace.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.millrace.access.AccessSettings;
import io.millrace.datadir.DataDirectory;
import io.millrace.functions.worker.FunctionSettings;
import io.millrace.house.ProjectRoot;
import io.millrace.identity.Identity;
import io.millrace.kinesis.KinesisSettings;
import io.millrace.stream.log.block.Durability;
import io.millrace.stream.log.block.LogSettings;
import io.millrace.stream.registry.RegistrySettings;
import io.millrace.trigger.TriggerSettings;
import io.millrace.wire.http.WireSettings;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerSettingsTest {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(millrace\\.[a-z0-9.-]+)` \\| `?([^`|]+?)`? \\|");

    /** How the mapping names a list's elements, which are set one by one or all in one. */
    private static final String LIST_ELEMENT = "[*]";

    @Test
    void withoutConfigurationRoomsHaveTheirDefaults() {
        ServerSettings settings = settings(Map.of());

        assertThat(settings.log().toRoom()).isEqualTo(LogSettings.defaults());
        assertThat(settings.trigger().toRoom()).isEqualTo(TriggerSettings.defaults());
        assertThat(settings.streams().toRoom()).isEqualTo(RegistrySettings.defaults());
        assertThat(settings.wire().toRoom()).isEqualTo(WireSettings.defaults());
        assertThat(settings.kinesis().toRoom()).isEqualTo(KinesisSettings.defaults());
        assertThat(settings.access().toRoom()).isEqualTo(AccessSettings.defaults());
        assertThat(settings.identity()).isEqualTo(new Identity("000000000000", "us-east-1"));
        assertThat(settings.data()).hasToString(System.getProperty("user.home") + "/.millrace/data");
    }

    @Test
    void functionsHaveTheirDefaultsAroundTheDataDirectory(@TempDir Path directory) {
        try (DataDirectory data = DataDirectory.open(directory.resolve("data"))) {
            FunctionSettings defaults = FunctionSettings.defaults(directory.resolve("data.run"), data.functions().resolve("logs"), 1 << 30, 2);

            assertThat(settings(Map.of()).functions().toRoom(data, 1 << 30, 2)).isEqualTo(defaults);
            assertThat(settings(Map.of("millrace.functions.memory-size", "100M")).functions().toRoom(data, 1 << 30, 2).limits())
                    .satisfies(limits -> assertThat(limits.memoryBytes()).isEqualTo(100 << 20))
                    .satisfies(limits -> assertThat(limits.functionMemoryBytes()).isEqualTo(50 << 20));
        }
    }

    @Test
    void whatIsConfiguredReachesTheRooms() {
        ServerSettings settings = settings(Map.of("millrace.log.durability", "os", "millrace.log.segment-size", "1M",
                "millrace.trigger.window-size", "9M", "millrace.trigger.stop-wait", "3s", "millrace.region", "eu-central-1"));

        assertThat(settings.log().toRoom().durability()).isEqualTo(Durability.OS);
        assertThat(settings.log().toRoom().segmentBytesMax()).isEqualTo(1 << 20);
        assertThat(settings.trigger().toRoom().windowTotalBytes()).isEqualTo(9 << 20);
        assertThat(settings.trigger().toRoom().stopWait()).hasSeconds(3);
        assertThat(settings.identity().streamArn("s")).isEqualTo("arn:aws:kinesis:eu-central-1:000000000000:stream/s");
    }

    /** The demo takes keys away in this way. */
    @Test
    void emptyKeysAreNone() {
        assertThat(settings(Map.of("millrace.access.key-file", "", "millrace.access.keys", "")).access().toRoom().keyed()).isFalse();
        assertThat(settings(Map.of("millrace.access.keys", "AKID:0123456789abcdef,OTHER:0123456789/+=abcd")).access().toRoom().keys()).hasSize(2);
    }

    @Test
    void nonsenseIsRefused() {
        assertThatThrownBy(() -> settings(Map.of("millrace.log.durability", "perhaps"))).hasMessageContaining("durability");
        assertThatThrownBy(() -> settings(Map.of("millrace.log.queu-size", "1M"))).hasMessageContaining("queu-size");
        assertThatThrownBy(() -> settings(Map.of("millrace.account", "7")).identity()).hasMessageContaining("twelve digits");
    }

    @Test
    void thePageListsEverySettingWithItsDefault() throws IOException {
        Map<String, String> documented = new TreeMap<>();
        Matcher rows = ROW.matcher(Files.readString(ProjectRoot.find().resolve("docs/settings.md")));
        while (rows.find()) {
            documented.put(rows.group(1), rows.group(2));
        }
        SmallRyeConfig config = config(Map.of());

        assertThat(documented.keySet()).containsExactlyInAnyOrderElementsOf(keys());
        assertThat(documented).allSatisfy((key, value) -> {
            String builtIn = config.getConfigValue(key).getRawValue();
            if (builtIn != null) {
                assertThat(value.replace("~", "${user.home}")).as(key).isEqualTo(builtIn);
            }
        });
    }

    private static List<String> keys() {
        return ConfigMappings.getProperties(ConfigClass.configClass(ServerSettings.class)).entrySet().stream()
                .filter(entry -> !entry.getValue().isGroup())
                .map(Map.Entry::getKey)
                .filter(key -> !key.endsWith(LIST_ELEMENT))
                .toList();
    }

    private static ServerSettings settings(Map<String, String> values) {
        return config(values).getConfigMapping(ServerSettings.class);
    }

    private static SmallRyeConfig config(Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .withMapping(ServerSettings.class)
                .withSources(new PropertiesConfigSource(Map.of("user.home", System.getProperty("user.home")), "home", 100))
                .withSources(new PropertiesConfigSource(values, "test", 200))
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .build();
    }
}
