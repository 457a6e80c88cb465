package io.millrace.startup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.millrace.house.ProjectRoot;
import io.millrace.server.StopSignals;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Dockerfiles and the Kubernetes example say the same, and what the program does. */
class ContainerFilesTest {

    private static final Path PAGE = ProjectRoot.find().resolve("docs").resolve("containers.md");
    private static final Pattern YAML = Pattern.compile("(?ms)^```yaml\\n(.*?)^```$");
    private static final String READY = "/q/health/ready", LIVE = "/q/health/live";

    @ParameterizedTest
    @ValueSource(strings = {"native", "native-java", "jvm"})
    void eachDockerfileTakesTheWholeImageFromTheScript(String kind) throws IOException {
        ImageFile image = ImageFile.of(kind);

        assertThat(image.lines()).contains("RUN /build/src/main/container/rootfs " + kind + " /image /build", "FROM scratch", "COPY --from=made /image /");
        assertThat(image.lines().subList(image.lines().indexOf("FROM scratch"), image.lines().size()))
                .filteredOn(line -> line.startsWith("COPY ") || line.startsWith("ADD ") || line.startsWith("RUN ")).hasSize(1);
        assertThat(image.health()).startsWith(image.run().subList(0, image.run().indexOf("serve")).toArray(String[]::new)).endsWith("health");
        assertThat(image.environment()).contains("DISABLE_SIGNAL_HANDLERS=true");
        assertThat(image.environment().contains("MILLRACE_FIREHOSE_FORMAT_WORKER_JARS=/opt/millrace/format-worker")).as("columnar conversion needs Java")
                .isEqualTo(image.environment().contains("JAVA_HOME="));
        assertThat(image).usingRecursiveComparison().comparingOnlyFields("user", "volume", "port").isEqualTo(ImageFile.of("native"));
    }

    @Test
    void theContextHasAllThatTheScriptTakes() throws IOException {
        Path sources = ProjectRoot.find().resolve("src-native");
        String script = Files.readString(sources.resolve("src/main/container/rootfs"));
        List<String> taken = Pattern.compile("\\$build/target/([a-z-]+)").matcher(script).results().map(found -> "!target/" + found.group(1)).distinct().toList();

        assertThat(taken).hasSizeGreaterThan(2);
        assertThat(Files.readAllLines(sources.resolve(".dockerignore"))).containsAll(taken);
    }

    @Test
    void theExampleFitsTheImage() throws IOException {
        ImageFile image = ImageFile.of("native");
        JsonNode service = kubernetes().get(0).get("spec"), pod = kubernetes().get(1).get("spec").get("template").get("spec");
        JsonNode container = pod.get("containers").get(0);

        assertThat(image.port()).isEqualTo(configuredPort());
        assertThat(container.get("ports").get(0).get("containerPort").asInt()).isEqualTo(image.port());
        assertThat(service.get("ports").get(0).get("port").asInt()).isEqualTo(image.port());
        assertThat(service.get("ports").get(0).get("targetPort")).isEqualTo(container.get("ports").get(0).get("name"));
        assertThat(image.run()).endsWith(words(container.get("args")));
        assertThat(container.get("volumeMounts").get(0).get("mountPath").asText()).isEqualTo(image.volume());
        assertThat(image.user()).isEqualTo(pod.get("securityContext").get("runAsUser") + ":" + pod.get("securityContext").get("fsGroup"));
        assertThat(container.get("securityContext").get("readOnlyRootFilesystem").asBoolean()).isTrue();
        assertThat(service.get("selector")).isEqualTo(kubernetes().get(1).get("spec").get("selector").get("matchLabels"))
                .isEqualTo(kubernetes().get(1).get("spec").get("template").get("metadata").get("labels"));
        assertThat(kubernetes().get(1).get("spec").get("replicas").asInt()).isEqualTo(1);
    }

    @Test
    void theExampleWaitsAsLongAsAStopMayTake() throws IOException {
        JsonNode pod = kubernetes().get(1).get("spec").get("template").get("spec");

        assertThat(Duration.ofSeconds(pod.get("terminationGracePeriodSeconds").asInt())).isGreaterThan(StopSignals.STOP_USUAL);
        assertThat(Files.readString(PAGE)).contains("within " + StopSignals.STOP_USUAL.toSeconds() + " seconds");
    }

    @Test
    void theProbesAskWhatTheServerAnswers() throws IOException {
        JsonNode container = kubernetes().get(1).get("spec").get("template").get("spec").get("containers").get(0);

        assertThat(container.get("startupProbe").get("httpGet").get("path").asText()).isEqualTo(READY);
        assertThat(container.get("readinessProbe").get("httpGet").get("path").asText()).isEqualTo(READY);
        assertThat(container.get("livenessProbe").get("httpGet").get("path").asText()).isEqualTo(LIVE);
        for (String probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
            assertThat(container.get(probe).get("httpGet").get("port")).isEqualTo(container.get("ports").get(0).get("name"));
        }
    }

    private static List<JsonNode> kubernetes() throws IOException {
        Matcher block = YAML.matcher(Files.readString(PAGE));
        assertThat(block.find()).isTrue();
        List<JsonNode> documents = new ArrayList<>();
        try (MappingIterator<JsonNode> read = new YAMLMapper().readerFor(JsonNode.class).readValues(block.group(1))) {
            read.forEachRemaining(documents::add);
        }
        assertThat(documents).extracting(document -> document.get("kind").asText()).containsExactly("Service", "StatefulSet");
        return documents;
    }

    private static int configuredPort() throws IOException {
        Properties properties = new Properties();
        try (InputStream in = StopSignals.class.getResourceAsStream("/application.properties")) {
            properties.load(in);
        }
        return Integer.parseInt(properties.getProperty("quarkus.http.port"));
    }

    private static String[] words(JsonNode array) {
        List<String> words = new ArrayList<>();
        array.forEach(word -> words.add(word.asText()));
        return words.toArray(String[]::new);
    }
}
