package io.millrace.firehose.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.kinesis.Calls.Answer;
import io.millrace.wire.model.Shape;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each member of the pinned model is described again, used, or refused by name: none is passed over in silence. */
class MembersTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> BUILT = Set.of("S3Destination", "ExtendedS3Destination", "HttpEndpointDestination");
    private static final Map<String, List<String>> CONFIGURATIONS = Map.of("S3Destination", Configurations.S3, "ExtendedS3Destination",
            Configurations.EXTENDED_S3, "HttpEndpointDestination", Configurations.HTTP);
    /** What descriptions and updates call members of configurations. */
    private static final Map<String, String> DESCRIBED_AS = Map.of("S3BackupConfiguration", "S3BackupDescription", "S3Configuration",
            "S3DestinationDescription"), UPDATED_AS = Map.of("S3BackupConfiguration", "S3BackupUpdate", "S3Configuration", "S3Update");
    /** Members of the other inputs; each has a test in this package that shows what it does. */
    private static final Map<String, Set<String>> USED = new TreeMap<>(Map.of(
            "DeleteDeliveryStream", Set.of("DeliveryStreamName", "AllowForceDelete"),
            "DescribeDeliveryStream", Set.of("DeliveryStreamName", "Limit", "ExclusiveStartDestinationId"),
            "ListDeliveryStreams", Set.of("Limit", "DeliveryStreamType", "ExclusiveStartDeliveryStreamName"),
            "ListTagsForDeliveryStream", Set.of("DeliveryStreamName", "ExclusiveStartTagKey", "Limit"),
            "PutRecord", Set.of("DeliveryStreamName", "Record"),
            "PutRecordBatch", Set.of("DeliveryStreamName", "Records"),
            "StartDeliveryStreamEncryption", Set.of("DeliveryStreamName", "DeliveryStreamEncryptionConfigurationInput"),
            "StopDeliveryStreamEncryption", Set.of("DeliveryStreamName"),
            "TagDeliveryStream", Set.of("DeliveryStreamName", "Tags"),
            "UntagDeliveryStream", Set.of("DeliveryStreamName", "TagKeys")));
    private static final Set<String> CREATED_WITH = Set.of("DeliveryStreamName", "DeliveryStreamType", "DirectPutSourceConfiguration",
            "KinesisStreamSourceConfiguration", "DeliveryStreamEncryptionConfigurationInput", "Tags");
    private static final Set<String> SOURCES_UNBUILT = Set.of("MSKSourceConfiguration", "DatabaseSourceConfiguration");

    private static FirehoseServer server;
    private static int names;

    @BeforeAll
    static void open() throws Exception {
        server = new FirehoseServer();
    }

    @AfterAll
    static void close() throws Exception {
        server.close();
    }

    @Test
    void operationsAreTheModelsAndAllBuilt() {
        assertThat(FirehoseApi.model().operations()).hasSize(12);
        for (String operation : FirehoseApi.model().operations()) {
            assertThat(server.call(operation, "{\"Unknown\":1}").message()).as(operation).contains("at 'unknown'")
                    .contains("Member is not part of the service model");
        }
    }

    @Test
    void otherInputsHaveNoMemberThatNobodyUses() {
        USED.forEach((operation, members) -> assertThat(names(FirehoseApi.model().input(operation))).as(operation).isEqualTo(members));
        Set<String> create = new HashSet<>(CREATED_WITH), update = new HashSet<>(Set.of("DeliveryStreamName", "CurrentDeliveryStreamVersionId", "DestinationId"));
        create.addAll(SOURCES_UNBUILT);
        names(FirehoseApi.model().input("CreateDeliveryStream")).stream().filter(name -> name.endsWith("DestinationConfiguration")).forEach(create::add);
        names(FirehoseApi.model().input("UpdateDestination")).stream().filter(name -> name.endsWith("DestinationUpdate")).forEach(update::add);
        assertThat(names(FirehoseApi.model().input("CreateDeliveryStream"))).isEqualTo(create);
        assertThat(names(FirehoseApi.model().input("UpdateDestination"))).isEqualTo(update);
    }

    @Test
    void destinationsAndSourcesThatAreNotBuiltAreRefusedByName() throws IOException {
        Set<String> refused = new TreeSet<>();
        for (Shape.Member member : FirehoseApi.model().input("CreateDeliveryStream").members()) {
            boolean destination = member.name().endsWith("DestinationConfiguration") && !BUILT.contains(member.name().replace("Configuration", ""));
            if (destination || SOURCES_UNBUILT.contains(member.name())) {
                refused.add(member.name());
                ObjectNode call = JSON.createObjectNode().put("DeliveryStreamName", "refused");
                call.set(member.name(), sample(FirehoseApi.model().shape(member.shape())));
                refusedByName(server.call("CreateDeliveryStream", call.toString()), member.name());
            }
        }
        assertThat(refused).hasSize(9);
        String name = create("S3Destination", Configurations.PLAIN);
        for (Shape.Member member : FirehoseApi.model().input("UpdateDestination").members()) {
            if (member.name().endsWith("DestinationUpdate") && !BUILT.contains(member.name().replace("Update", ""))) {
                ObjectNode call = JSON.createObjectNode().put("DeliveryStreamName", name).put("CurrentDeliveryStreamVersionId", "1")
                        .put("DestinationId", "destinationId-000000000001");
                call.set(member.name(), sample(FirehoseApi.model().shape(member.shape())));
                refusedByName(server.call("UpdateDestination", call.toString()), member.name());
            }
        }
    }

    private static void refusedByName(Answer answer, String member) {
        assertThat(answer.status()).as("%s %s", member, answer).isEqualTo(400);
        assertThat(answer.type()).as(member).isEqualTo("InvalidArgumentException");
        assertThat(answer.message()).isEqualTo(member + " is not supported by this server yet");
    }

    /** The least that the model takes. */
    private static JsonNode sample(Shape shape) {
        return switch (shape) {
            case Shape.Structure structure -> {
                ObjectNode node = JSON.createObjectNode();
                structure.members().stream().filter(Shape.Member::required).forEach(member -> node.set(member.name(),
                        sample(FirehoseApi.model().shape(member.shape()))));
                yield node;
            }
            case Shape.ListOf list -> JSON.createArrayNode().add(sample(FirehoseApi.model().shape(list.element())));
            case Shape.MapOf map -> JSON.createObjectNode();
            case Shape.OneOf oneOf -> JSON.getNodeFactory().textNode(oneOf.values().getFirst());
            case Shape.Whole whole -> JSON.getNodeFactory().numberNode(Math.max(1, whole.least().orElse(1)));
            case Shape.Real real -> JSON.getNodeFactory().numberNode(0.5);
            case Shape.Flag flag -> JSON.getNodeFactory().booleanNode(true);
            case Shape.Time time -> JSON.getNodeFactory().numberNode(1);
            case Shape.Blob blob -> JSON.getNodeFactory().textNode("YQ==");
            case Shape.Text text -> JSON.getNodeFactory().textNode(List.of("text", Configurations.ROLE, Configurations.BUCKET, "jdbc:redshift://c.redshift.amazonaws.com:5439/db", "https://a.b",
                    "https://x.y:1", "arn:aws:es:us-east-1:000000000000:domain/d", "arn:aws:kafka:us-east-1:000000000000:cluster/c/1",
                    "arn:aws:glue:us-east-1:000000000000:catalog", "https://a.snowflakecomputing.com", "com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0", "a.b", "1", "a:1",
                    "k".repeat(300), "subnet-1", "A.B.C").stream().filter(value -> fits(text, value)).findFirst()
                    .orElseThrow(() -> new AssertionError("no sample for " + text)));
        };
    }

    private static boolean fits(Shape.Text text, String value) {
        return (text.pattern() == null || text.pattern().matcher(value).matches()) && value.length() >= text.length().least().orElse(0)
                && value.length() <= text.length().most().orElse(Integer.MAX_VALUE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"S3Destination", "ExtendedS3Destination", "HttpEndpointDestination"})
    void theConfigurationsHereHaveEveryMember(String kind) throws IOException {
        Set<String> wanted = new TreeSet<>(), had = new TreeSet<>();
        paths(FirehoseApi.model().structure(kind + "Configuration"), "", wanted);
        for (String configuration : CONFIGURATIONS.get(kind)) {
            paths(JSON.readTree(configuration), "", had);
        }
        had.removeIf(path -> path.contains("ColumnToJsonKeyMappings."));
        assertThat(had).isEqualTo(wanted);
    }

    @ParameterizedTest
    @ValueSource(strings = {"S3Destination", "ExtendedS3Destination", "HttpEndpointDestination"})
    void whatIsConfiguredIsDescribed(String kind) throws IOException {
        for (String configuration : CONFIGURATIONS.get(kind)) {
            contains(described(create(kind, configuration), kind), JSON.readTree(configuration), kind);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"S3Destination", "ExtendedS3Destination", "HttpEndpointDestination"})
    void whatIsUpdatedIsDescribed(String kind) throws IOException {
        for (String configuration : CONFIGURATIONS.get(kind)) {
            boolean partitioned = configuration.contains("partitionKey");
            String name = create(kind, partitioned ? partitionedOtherwise(configuration) : kind.startsWith("Http") ? Configurations.HTTP.getLast()
                    : Configurations.PLAIN.replace("}", ",\"BufferingHints\":{\"SizeInMBs\":128,\"IntervalInSeconds\":300}}"));
            ObjectNode call = JSON.createObjectNode().put("DeliveryStreamName", name).put("CurrentDeliveryStreamVersionId", "1")
                    .put("DestinationId", "destinationId-000000000001");
            call.set(kind + "Update", renamed((ObjectNode) JSON.readTree(configuration)));
            server.done("UpdateDestination", call.toString());
            contains(described(name, kind), JSON.readTree(configuration), kind);
        }
    }

    private static String partitionedOtherwise(String configuration) {
        return configuration.replace("Snappy", "GZIP").replace("Asia/Tokyo", "Europe/Paris").replace("\"IntervalInSeconds\":70", "\"IntervalInSeconds\":71");
    }

    private static JsonNode renamed(ObjectNode configuration) {
        UPDATED_AS.forEach((from, to) -> {
            if (configuration.has(from)) {
                configuration.set(to, configuration.remove(from));
            }
        });
        return configuration;
    }

    private static String create(String kind, String configuration) {
        String name = "stream-" + names++;
        server.done("CreateDeliveryStream", "{\"DeliveryStreamName\":\"" + name + "\",\"" + kind + "Configuration\":" + configuration + "}");
        return name;
    }

    private static JsonNode described(String name, String kind) {
        JsonNode destination = server.done("DescribeDeliveryStream", "{\"DeliveryStreamName\":\"" + name + "\"}").body()
                .path("DeliveryStreamDescription").path("Destinations").path(0);
        return destination.path(kind + "Description");
    }

    /** All that was given is described with the same value; what is described may be more. */
    private static void contains(JsonNode described, JsonNode given, String path) {
        if (given.isObject()) {
            for (Map.Entry<String, JsonNode> member : given.properties()) {
                String name = DESCRIBED_AS.getOrDefault(member.getKey(), member.getKey());
                if (name.equals("AccessKey")) {
                    assertThat(described.has(name)).as("a secret").isFalse();
                    continue;
                }
                assertThat(described.has(name)).as("%s.%s is described", path, name).isTrue();
                contains(described.path(name), member.getValue(), path + "." + name);
            }
        } else if (given.isArray()) {
            assertThat(described.size()).as(path).isEqualTo(given.size());
            for (int i = 0; i < given.size(); i++) {
                contains(described.get(i), given.get(i), path + "[" + i + "]");
            }
        } else {
            assertThat(described).as(path).isEqualTo(given);
        }
    }

    private static void paths(Shape shape, String path, Set<String> paths) {
        switch (shape) {
            case Shape.Structure structure -> structure.members().forEach(member -> {
                paths.add(path + "." + member.name());
                paths(FirehoseApi.model().shape(member.shape()), path + "." + member.name(), paths);
            });
            case Shape.ListOf list -> paths(FirehoseApi.model().shape(list.element()), path, paths);
            case Shape.MapOf map -> { }
            case Shape.Text text -> { }
            case Shape.OneOf oneOf -> { }
            case Shape.Whole whole -> { }
            case Shape.Real real -> { }
            case Shape.Blob blob -> { }
            case Shape.Flag flag -> { }
            case Shape.Time time -> { }
        }
    }

    private static void paths(JsonNode node, String path, Set<String> paths) {
        node.properties().forEach(member -> {
            paths.add(path + "." + member.getKey());
            paths(member.getValue(), path + "." + member.getKey(), paths);
        });
        if (node.isArray()) {
            node.forEach(element -> paths(element, path, paths));
        }
    }

    private static Set<String> names(Shape.Structure structure) {
        return structure.members().stream().map(Shape.Member::name).collect(Collectors.toSet());
    }
}
