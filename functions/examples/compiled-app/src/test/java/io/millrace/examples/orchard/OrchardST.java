package io.millrace.examples.orchard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.process.Await;
import io.millrace.process.PackagedProgram;
import io.millrace.process.ServerLaunch;
import io.millrace.process.ServerProcess;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.EventSourcePosition;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.InvalidParameterValueException;

/** The application as it was packaged, on the JVM or as a native executable, used by the AWS SDK. */
class OrchardST {

    /** Names the native executable, which then is what is tested. */
    private static final String EXECUTABLE_PROPERTY = "orchard.executable";
    private static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");
    private static final Duration START = Duration.ofSeconds(60), SOON = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    /** What docs/compiled-in.md says to type. */
    private static PackagedProgram program() {
        String executable = System.getProperty(EXECUTABLE_PROPERTY);
        return executable != null ? PackagedProgram.executable(Path.of(executable)) : new PackagedProgram(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--enable-native-access=ALL-UNNAMED"), List.of("-jar", JAR.toString()));
    }

    @Test
    void functionsAndChannelsWorkBesideTheApisAndGoOnAfterACrash() {
        ServerLaunch launch = ServerLaunch.on(directory.resolve("data")).withProgram(program());
        try (ServerProcess server = ServerProcess.start(launch).awaitReady(START); Clients clients = new Clients(server.endpoint())) {
            areListed(clients);
            areDrivenByStreams(clients);
            aBatchIsFinishedInPart(clients);
            channelsLeadOneStreamToAnother(clients);
            server.killAll();
        }
        ServerLaunch again = ServerLaunch.on(directory.resolve("data")).withProgram(program());
        try (ServerProcess server = ServerProcess.start(again).awaitReady(START); Clients clients = new Clients(server.endpoint())) {
            clients.put("crates", "{\"picker\":\"cleo\",\"kilograms\":3}");
            Await.until(SOON, () -> clients.read("bills").contains("{\"picker\":\"cleo\",\"cents\":180}"), () -> clients.read("bills").toString());
            assertThat(server.terminate(SOON)).as("exit code; the end of the log:\n%s", server.logTail()).isZero();
        }
        ServerProcess.CommandResult verified = ServerProcess.run(again, SOON, "verify", again.data().toString());
        assertThat(verified.exitCode()).as(verified.output()).isZero();
    }

    private static void areListed(Clients clients) {
        assertThat(clients.lambda.listFunctions().functions()).extracting(FunctionConfiguration::functionName).contains("count", "tally", "until-stop");
        FunctionConfiguration count = clients.lambda.getFunction(call -> call.functionName("count")).configuration();
        assertThat(count.runtimeAsString()).isEqualTo("compiled-in");
        assertThat(count.handler()).isEqualTo(HarvestFunctions.class.getName() + "::count");
        assertThatThrownBy(() -> clients.lambda.deleteFunction(call -> call.functionName("count"))).isInstanceOf(InvalidParameterValueException.class);
    }

    private static void areDrivenByStreams(Clients clients) {
        clients.map("harvest", "count");
        clients.put("harvest", "{\"picker\":\"ada\",\"fruit\":\"apple\",\"kilograms\":4}", "{\"picker\":\"ben\",\"fruit\":\"pear\",\"kilograms\":2}",
                "{\"picker\":\"ada\",\"fruit\":\"apple\",\"kilograms\":3}");
        Await.until(SOON, () -> clients.invoke("tally", "{}").equals("{\"kilograms\":{\"apple\":7,\"pear\":2}}"), () -> clients.invoke("tally", "{}"));
        assertThat(clients.invoke("count", "[{\"picker\":\"ada\",\"fruit\":\"plum\",\"kilograms\":1}]")).isEqualTo("null");
        assertThat(clients.invoke("tally", "{}")).contains("\"plum\":1");
        assertThat(clients.invoke("count", "[7]")).contains("errorType", "errorMessage");
    }

    /** The record behind {@code stop} is not reached, those before it are delivered once. */
    private static void aBatchIsFinishedInPart(Clients clients) {
        clients.map("records", "until-stop");
        clients.put("records", "one", "two", "stop", "three");
        Await.until(SOON, () -> clients.invoke("tally", "{}").contains("\"record\":2"), () -> clients.invoke("tally", "{}"));
        String uuid = clients.lambda.listEventSourceMappings(call -> call.functionName("until-stop")).eventSourceMappings().getFirst().uuid();
        Await.until(SOON, () -> !clients.lambda.getEventSourceMapping(call -> call.uuid(uuid)).lastProcessingResult().equals("OK"), () -> "a failure is shown");
        assertThat(clients.invoke("tally", "{}")).contains("\"record\":2");
        clients.lambda.deleteEventSourceMapping(call -> call.uuid(uuid));
    }

    private static void channelsLeadOneStreamToAnother(Clients clients) {
        clients.create("bills");
        clients.create("odd-crates");
        clients.create("crates");
        clients.put("crates", "{\"picker\":\"ada\",\"kilograms\":2}", "{\"picker\":\"ben\",\"kilograms\":0}", "no crate", "{\"picker\":\"ben\",\"kilograms\":1}");
        Await.until(SOON, () -> clients.read("bills").size() == 2, () -> clients.read("bills").toString());
        assertThat(clients.read("bills")).containsExactlyInAnyOrder("{\"picker\":\"ada\",\"cents\":120}", "{\"picker\":\"ben\",\"cents\":60}");
        Await.until(SOON, () -> clients.read("odd-crates").size() == 2, () -> clients.read("odd-crates").toString());
        assertThat(clients.read("odd-crates")).containsExactlyInAnyOrder("{\"picker\":\"ben\",\"kilograms\":0}", "no crate");
    }

    @Test
    void thePageSaysWhatIsDoneHere() throws Exception {
        assertThat(Files.readString(Path.of("..", "..", "..", "docs", "compiled-in.md"))).contains(
                "java --enable-native-access=ALL-UNNAMED -jar functions/examples/compiled-app/" + JAR + " serve");
    }

    @Test
    void theServerByItselfHasNoneOfIt() throws Exception {
        Path server = Path.of("..", "..", "..", "src-native", "target");
        try (Stream<Path> libraries = Files.walk(server)) {
            assertThat(libraries.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".jar")))
                    .isNotEmpty().noneMatch(name -> name.contains("compiled-app") || name.contains("messaging"));
        }
    }

    /** The SDK's clients. */
    private static final class Clients implements AutoCloseable {
        private final KinesisClient kinesis;
        private final LambdaClient lambda;

        private Clients(URI endpoint) {
            kinesis = KinesisClient.builder().endpointOverride(endpoint).build();
            lambda = LambdaClient.builder().endpointOverride(endpoint).build();
        }

        private void create(String stream) {
            kinesis.createStream(call -> call.streamName(stream).shardCount(1));
            kinesis.waiter().waitUntilStreamExists(call -> call.streamName(stream));
        }

        private void map(String stream, String function) {
            create(stream);
            String arn = kinesis.describeStreamSummary(call -> call.streamName(stream)).streamDescriptionSummary().streamARN();
            lambda.createEventSourceMapping(call -> call.eventSourceArn(arn).functionName(function).startingPosition(EventSourcePosition.TRIM_HORIZON));
        }

        private void put(String stream, String... texts) {
            for (String text : texts) {
                kinesis.putRecord(call -> call.streamName(stream).partitionKey("key").data(SdkBytes.fromUtf8String(text)));
            }
        }

        private List<String> read(String stream) {
            List<String> texts = new ArrayList<>();
            kinesis.listShards(call -> call.streamName(stream)).shards().forEach(shard -> {
                String from = kinesis.getShardIterator(call -> call.streamName(stream).shardId(shard.shardId())
                        .shardIteratorType(ShardIteratorType.TRIM_HORIZON)).shardIterator();
                kinesis.getRecords(call -> call.shardIterator(from)).records().forEach(record -> texts.add(record.data().asUtf8String()));
            });
            return texts;
        }

        private String invoke(String function, String event) {
            return lambda.invoke(call -> call.functionName(function).payload(SdkBytes.fromUtf8String(event))).payload().asUtf8String();
        }

        @Override
        public void close() {
            kinesis.close();
            lambda.close();
        }
    }
}
