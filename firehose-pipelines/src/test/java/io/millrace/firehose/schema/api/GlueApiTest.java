package io.millrace.firehose.schema.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.firehose.schema.SchemaDirectory;
import io.millrace.firehose.schema.TableFiles;
import io.millrace.firehose.schema.TableReference;
import io.millrace.kinesis.Calls.Answer;
import io.millrace.wire.model.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Databases, tables and versions by the API and by hand are one registry; a bad input gets its error and changes nothing. */
class GlueApiTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String WEB = "{\"DatabaseInput\":{\"Name\":\"Web\",\"Description\":\"pages\",\"Parameters\":{\"a\":\"b\"}},\"Tags\":{\"team\":\"x\"}}";

    @TempDir
    private Path directory;
    private GlueServer server;

    @BeforeEach
    void open() throws Exception {
        server = new GlueServer(directory.resolve("registry"));
        server.done("CreateDatabase", WEB);
    }

    @AfterEach
    void close() throws Exception {
        server.close();
    }

    private static String table(String name, String type) {
        return "{\"DatabaseName\":\"web\",\"TableInput\":{\"Name\":\"" + name + "\",\"StorageDescriptor\":{\"Columns\":[{\"Name\":\"c\",\"Type\":\""
                + type + "\"}]}}}";
    }

    private JsonNode get(String table) {
        return server.done("GetTable", "{\"DatabaseName\":\"web\",\"Name\":\"" + table + "\"}").body().get("Table");
    }

    private static String typeOf(JsonNode table) {
        return table.at("/StorageDescriptor/Columns/0/Type").asText();
    }

    @Test
    void aDatabaseIsEchoedChangedAndRemoved() throws Exception {
        JsonNode made = server.done("GetDatabase", "{\"Name\":\"WEB\",\"CatalogId\":\"\"}").body().get("Database");
        assertThat(made).isEqualTo(JSON.readTree("{\"Name\":\"web\",\"Description\":\"pages\",\"Parameters\":{\"a\":\"b\"},\"CreateTime\":1700000000.123,"
                + "\"CreateTableDefaultPermissions\":[{\"Principal\":{\"DataLakePrincipalIdentifier\":\"IAM_ALLOWED_PRINCIPALS\"},"
                + "\"Permissions\":[\"ALL\"]}],\"CatalogId\":\"000000000000\"}"));
        server.done("UpdateDatabase", "{\"Name\":\"web\",\"DatabaseInput\":{\"Name\":\"web\",\"LocationUri\":\"s3://b/\",\"CreateTableDefaultPermissions\":[]}}");
        JsonNode changed = server.done("GetDatabase", "{\"Name\":\"web\"}").body().get("Database");
        assertThat(changed.has("Description")).isFalse();
        assertThat(changed.get("LocationUri").asText()).isEqualTo("s3://b/");
        assertThat(changed.get("CreateTableDefaultPermissions")).isEmpty();
        assertThat(changed.get("CreateTime")).isEqualTo(made.get("CreateTime"));
        server.done("CreateTable", table("hits", "int"));
        server.done("DeleteDatabase", "{\"Name\":\"web\"}");
        assertThat(server.call("GetDatabase", "{\"Name\":\"web\"}").type()).isEqualTo("EntityNotFoundException");
        assertThat(directory.resolve("registry")).isEmptyDirectory();
    }

    @Test
    void tagsOfADatabaseOutliveItsChange() {
        String arn = "\"ResourceArn\":\"arn:aws:glue:us-east-1:000000000000:database/web\"";
        server.done("TagResource", "{" + arn + ",\"TagsToAdd\":{\"k\":\"v\",\"team\":\"y\"}}");
        server.done("UpdateDatabase", "{\"Name\":\"web\",\"DatabaseInput\":{\"Name\":\"web\"}}");
        assertThat(server.done("GetTags", "{" + arn + "}").body().toString()).isEqualTo("{\"Tags\":{\"k\":\"v\",\"team\":\"y\"}}");
        server.done("UntagResource", "{" + arn + ",\"TagsToRemove\":[\"team\"]}");
        assertThat(server.done("GetTags", "{" + arn.replace("000000000000", "") + "}").body().toString()).isEqualTo("{\"Tags\":{\"k\":\"v\"}}");
    }

    @Test
    void everyMemberOfATableIsEchoed() throws Exception {
        ObjectNode input = (ObjectNode) sample(GlueApi.model().structure("TableInput"));
        input.put("Name", "full").remove(List.of("TargetTable", "ViewDefinition"));
        server.done("CreateTable", "{\"DatabaseName\":\"web\",\"TableInput\":" + input + "}");
        ObjectNode table = (ObjectNode) get("full");
        assertThat(table.get("CreateTime").decimalValue()).isEqualByComparingTo("1700000000.123");
        assertThat(table.get("UpdateTime").isNumber()).isTrue();
        Set<String> added = Set.of("DatabaseName", "CreateTime", "UpdateTime", "IsRegisteredWithLakeFormation", "CatalogId", "VersionId");
        assertThat(names(table)).containsAll(added);
        assertThat(JSON.readTree(table.remove(added).toString())).isEqualTo(JSON.readTree(input.toString()));
    }

    /** A value with every member, as each shape allows it. */
    private static JsonNode sample(Shape shape) {
        return switch (shape) {
            case Shape.Structure structure -> {
                ObjectNode node = JSON.createObjectNode();
                structure.members().forEach(member -> node.set(member.name(), sample(GlueApi.model().shape(member.shape()))));
                yield node;
            }
            case Shape.ListOf list -> JSON.createArrayNode().add(sample(GlueApi.model().shape(list.element())));
            case Shape.MapOf map -> JSON.createObjectNode().set("key ü\"", sample(GlueApi.model().shape(map.value())));
            case Shape.Text text -> JSON.getNodeFactory().textNode(text.name().equals("GlueResourceArn") ? "arn:aws:glue:us-east-1:0:schema/r/s"
                    : text.name().equals("SchemaVersionIdString") ? "a1b2c3d4-0000-1111-2222-333344445555"
                    : text.name().equals("SchemaRegistryNameString") ? "reg-1" : "any text that is long enough <é>");
            case Shape.OneOf oneOf -> JSON.getNodeFactory().textNode(oneOf.values().getFirst());
            case Shape.Whole whole -> JSON.getNodeFactory().numberNode(1);
            case Shape.Real real -> JSON.getNodeFactory().numberNode(1.5);
            case Shape.Flag flag -> JSON.getNodeFactory().booleanNode(true);
            case Shape.Time time -> JSON.getNodeFactory().numberNode(1234567.125);
            case Shape.Blob blob -> throw new AssertionError(blob.name());
        };
    }

    private static List<String> names(JsonNode node) {
        return node.propertyStream().map(java.util.Map.Entry::getKey).toList();
    }

    @Test
    void versionsAreNumberedFromNoughtAndTheNewestComesFirst() {
        server.done("CreateTable", table("Hits", "int"));
        server.done("UpdateTable", table("hits", "bigint"));
        assertThat(get("HITS").get("VersionId").asText()).isEqualTo("1");
        assertThat(typeOf(get("hits"))).isEqualTo("bigint");
        assertThat(server.done("GetTableVersion", "{\"DatabaseName\":\"web\",\"TableName\":\"hits\",\"VersionId\":\"0\"}").body()
                .at("/TableVersion/Table/StorageDescriptor/Columns/0/Type").asText()).isEqualTo("int");
        server.done("UpdateTable", table("hits", "string").replaceFirst("\\{", "{\"VersionId\":\"1\",\"SkipArchive\":true,"));
        Answer stale = server.call("UpdateTable", table("hits", "date").replaceFirst("\\{", "{\"VersionId\":\"1\","));
        assertThat(stale.type()).isEqualTo("ConcurrentModificationException");
        JsonNode first = server.done("GetTableVersions", "{\"DatabaseName\":\"web\",\"TableName\":\"hits\",\"MaxResults\":1}").body();
        assertThat(first.at("/TableVersions/0/VersionId").asText()).isEqualTo("2");
        JsonNode second = server.done("GetTableVersions", "{\"DatabaseName\":\"web\",\"TableName\":\"hits\",\"MaxResults\":1,\"NextToken\":\""
                + first.get("NextToken").asText() + "\"}").body();
        assertThat(second.at("/TableVersions/0/VersionId").asText()).isEqualTo("0");
        assertThat(second.has("NextToken")).isFalse();
        JsonNode batch = server.done("BatchDeleteTableVersion", "{\"DatabaseName\":\"web\",\"TableName\":\"hits\",\"VersionIds\":[\"0\",\"2\",\"7\"]}").body();
        assertThat(batch.findValuesAsText("ErrorCode")).containsExactly("InvalidInputException", "EntityNotFoundException");
        assertThat(get("hits").get("CreateTime").decimalValue()).isEqualByComparingTo("1700000000.123");
    }

    @Test
    void filesAndApiAreOneRegistry() throws Exception {
        Path byHand = Files.createDirectories(directory.resolve("registry/logs/lines"));
        Files.writeString(byHand.resolve("5.json"), "{\"Name\":\"LINES\",\"StorageDescriptor\":{\"Columns\":[{\"Name\":\"at\",\"Type\":\"date\"}]}}");
        JsonNode table = server.done("GetTable", "{\"DatabaseName\":\"logs\",\"Name\":\"lines\"}").body().get("Table");
        assertThat(table.get("VersionId").asText() + typeOf(table) + table.get("Name").asText()).isEqualTo("5datelines");
        assertThat(server.done("GetDatabases", "{}").body().findValuesAsText("Name")).containsExactly("logs", "web");
        server.done("CreateTable", table("hits", "int"));
        server.done("UpdateTable", table("hits", "bigint"));
        SchemaDirectory schemas = new SchemaDirectory(new TableFiles(directory.resolve("registry")));
        assertThat(schemas.find(new TableReference("web", "hits", "LATEST")).rowType()).isEqualTo("struct<`c`:bigint>");
        assertThat(schemas.find(new TableReference("web", "hits", "0")).rowType()).isEqualTo("struct<`c`:int>");
        Files.writeString(byHand.resolve("6.json"), "{\"Name\":\"lines\",\"Colour\":\"red\"}");
        Answer broken = server.call("GetTable", "{\"DatabaseName\":\"logs\",\"Name\":\"lines\"}");
        assertThat(broken.type()).isEqualTo("InvalidInputException");
        assertThat(broken.message()).contains("version 6 of table logs.lines").containsIgnoringCase("colour");
    }

    @Test
    void pagesAndExpressionsChooseTables() {
        for (String name : List.of("a1", "a2", "a3", "b1")) {
            server.done("CreateTable", table(name, "int"));
        }
        JsonNode page = server.done("GetTables", "{\"DatabaseName\":\"web\",\"Expression\":\"a.*\",\"MaxResults\":2}").body();
        assertThat(page.findValuesAsText("VersionId")).hasSize(2);
        JsonNode rest = server.done("GetTables", "{\"DatabaseName\":\"web\",\"Expression\":\"a.*\",\"AttributesToGet\":[\"NAME\"],\"NextToken\":\""
                + page.get("NextToken").asText() + "\"}").body();
        assertThat(rest.toString()).isEqualTo("{\"TableList\":[{\"Name\":\"a3\"}]}");
        server.done("CreateTable", table("a".repeat(200), "int"));
        assertThat(server.call("GetTables", "{\"DatabaseName\":\"web\",\"Expression\":\"(.*)(.*)(.*)(.*)(.*)x\"}").message()).contains("takes too long");
        JsonNode deleted = server.done("BatchDeleteTable", "{\"DatabaseName\":\"web\",\"TablesToDelete\":[\"a1\",\"none\"]}").body();
        assertThat(deleted.findValuesAsText("TableName")).containsExactly("none");
        assertThat(server.done("GetPartitionIndexes", "{\"DatabaseName\":\"web\",\"TableName\":\"a2\"}").body().toString())
                .isEqualTo("{\"PartitionIndexDescriptorList\":[]}");
        assertThat(server.done("GetDatabases", "{\"ResourceShareType\":\"FOREIGN\"}").body().get("DatabaseList")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            CreateDatabase | {"DatabaseInput":{"Name":"WEB"}} | AlreadyExistsException
            CreateDatabase | {"DatabaseInput":{"Name":"../up"}} | InvalidInputException
            CreateDatabase | {"DatabaseInput":{"Name":".removed"}} | InvalidInputException
            CreateDatabase | {"DatabaseInput":{"Name":""}} | ValidationException
            CreateDatabase | {"DatabaseInput":{"Name":"n","TargetDatabase":{"DatabaseName":"web"}}} | InvalidInputException
            CreateDatabase | {"CatalogId":"111111111111","DatabaseInput":{"Name":"n"}} | EntityNotFoundException
            CreateDatabase | {"DatabaseInput":{"Name":"n","Colour":"red"}} | ValidationException
            UpdateDatabase | {"Name":"web","DatabaseInput":{"Name":"other"}} | InvalidInputException
            UpdateDatabase | {"Name":"none","DatabaseInput":{"Name":"none"}} | EntityNotFoundException
            DeleteDatabase | {"Name":"none"} | EntityNotFoundException
            CreateTable | {"DatabaseName":"none","TableInput":{"Name":"t"}} | EntityNotFoundException
            CreateTable | {"DatabaseName":"web"} | InvalidInputException
            CreateTable | {"DatabaseName":"web","TableInput":{"Name":"a/b"}} | InvalidInputException
            CreateTable | {"DatabaseName":"web","TableInput":{"Name":"kept"}} | AlreadyExistsException
            CreateTable | {"DatabaseName":"web","TableInput":{"Name":"t","TargetTable":{"Name":"kept"}}} | InvalidInputException
            CreateTable | {"DatabaseName":"web","TableInput":{"Name":"t"},"PartitionIndexes":[{"Keys":["a"],"IndexName":"i"}]} | InvalidInputException
            UpdateTable | {"DatabaseName":"web","TableInput":{"Name":"none"}} | EntityNotFoundException
            UpdateTable | {"DatabaseName":"web","Name":"kept","TableInput":{"Name":"t"}} | InvalidInputException
            UpdateTable | {"DatabaseName":"web","TableInput":{"Name":"kept"},"Force":true} | InvalidInputException
            UpdateTable | {"DatabaseName":"web","TableInput":{"Name":"kept"},"VersionId":"x"} | InvalidInputException
            DeleteTable | {"DatabaseName":"web","Name":"none"} | EntityNotFoundException
            GetTable | {"DatabaseName":"web","Name":"kept","TransactionId":"t"} | InvalidInputException
            GetTable | {"DatabaseName":"web","Name":"none"} | EntityNotFoundException
            GetTableVersion | {"DatabaseName":"web","TableName":"kept","VersionId":"9"} | EntityNotFoundException
            GetTableVersions | {"DatabaseName":"web","TableName":"none"} | EntityNotFoundException
            GetPartitionIndexes | {"DatabaseName":"web","TableName":"none"} | EntityNotFoundException
            DeleteTableVersion | {"DatabaseName":"web","TableName":"kept","VersionId":"0"} | InvalidInputException
            GetTables | {"DatabaseName":"web","Expression":"("} | InvalidInputException
            GetTables | {"DatabaseName":"web","NextToken":"?"} | InvalidInputException
            GetTags | {"ResourceArn":"arn:aws:glue:us-east-1:000000000000:table/web/kept"} | InvalidInputException
            TagResource | {"ResourceArn":"arn:aws:glue:us-east-1:000000000000:database/none","TagsToAdd":{"a":"b"}} | EntityNotFoundException
            CreateCrawler | {} | UnknownOperationException
            """)
    void aBadCallGetsItsErrorAndChangesNothing(String operation, String json, String fault) throws Exception {
        server.done("CreateTable", table("kept", "int"));
        List<String> before = files();
        Answer answer = server.call(operation, json);
        assertThat(answer.type()).as("%s", answer).isEqualTo(fault);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(files()).isEqualTo(before);
    }

    private List<String> files() throws Exception {
        try (var files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).sorted().map(file -> file + " " + text(file)).toList();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void everyOperationOfTheServiceIsBuiltOrRefusedByName() {
        Set<String> built = GlueApi.model().operations();
        assertThat(built).hasSize(19);
        assertThat(UnbuiltOperations.names()).hasSize(246).doesNotContainAnyElementsOf(built);
        Set<String> answering = new HashSet<>();
        built.forEach(operation -> {
            if (!server.call(operation, "{}").type().equals("UnknownOperationException")) {
                answering.add(operation);
            }
        });
        assertThat(answering).isEqualTo(built);
        assertThat(server.call("StartCrawler", "{}").message()).isEqualTo("StartCrawler is not supported by this server yet");
    }

    @Test
    void whatACrashLeftIsNoEntryAndIsWrittenOver() throws Exception {
        Path registry = directory.resolve("registry");
        Files.createDirectories(registry.resolve(".incoming/x"));
        Files.createDirectories(registry.resolve("web/.removed/x"));
        Files.createDirectories(registry.resolve("web/.incoming/x"));
        Files.createDirectories(registry.resolve("web/empty"));
        Files.writeString(registry.resolve("web/empty/.created"), "7");
        assertThat(server.done("GetTables", "{\"DatabaseName\":\"web\"}").body().get("TableList")).isEmpty();
        server.done("CreateTable", table("empty", "int"));
        server.done("CreateTable", table("other", "int"));
        server.done("DeleteTable", "{\"DatabaseName\":\"web\",\"Name\":\"other\"}");
        server.done("CreateDatabase", "{\"DatabaseInput\":{\"Name\":\"next\"}}");
        assertThat(StreamSupport.stream(server.done("GetTables", "{\"DatabaseName\":\"web\"}").body().get("TableList").spliterator(), false)
                .map(entry -> entry.get("Name").asText())).containsExactly("empty");
        assertThat(registry.resolve("web/.removed")).doesNotExist();
        assertThat(registry.resolve(".incoming")).doesNotExist();
    }
}
