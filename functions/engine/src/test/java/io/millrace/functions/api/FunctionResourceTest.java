package io.millrace.functions.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.functions.worker.EngineWorld;
import io.millrace.functions.worker.Functions;
import io.millrace.process.Await;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.CreateFunctionRequest;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.GetFunctionResponse;
import software.amazon.awssdk.services.lambda.model.InvalidParameterValueException;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.LambdaException;
import software.amazon.awssdk.services.lambda.model.LastUpdateStatus;
import software.amazon.awssdk.services.lambda.model.LogType;
import software.amazon.awssdk.services.lambda.model.PreconditionFailedException;
import software.amazon.awssdk.services.lambda.model.ResourceConflictException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.lambda.model.State;

/** The resources over HTTP with the AWS SDK, down to real function processes. */
@QuarkusTest
class FunctionResourceTest {

    private static final String ROLE = "arn:aws:iam::000000000000:role/r";
    private static final String ARN = "arn:aws:lambda:us-east-1:000000000000:function:";
    private static final Duration WAIT = Duration.ofSeconds(30);

    @TestHTTPResource("/")
    URI server;
    private LambdaClient lambda;
    private final HttpClient http = HttpClient.newHttpClient();

    /** What the server's assembly does in the deployable. */
    @Singleton
    static class Assembly {
        @Produces
        @Singleton
        EngineWorld world() throws IOException {
            Path directory = Files.createTempDirectory("functions");
            return new EngineWorld(directory, EngineWorld.settings(directory));
        }

        @Produces
        @Singleton
        FunctionApi functions(EngineWorld world) {
            return new FunctionApi(world.registry, world.store, world.engine, world.compiled, EngineWorld.IDENTITY);
        }

        @Produces
        @Singleton
        InvokeApi invocations(FunctionApi functions, EngineWorld world) {
            return new InvokeApi(functions, world.engine, world.compiled);
        }

        @Produces
        @Singleton
        TagApi tags(FunctionApi functions, EngineWorld world) {
            return new TagApi(world.registry, functions, MappingTags.NONE, EngineWorld.IDENTITY);
        }

        void stop(@Disposes EngineWorld world) throws Exception {
            world.close();
        }
    }

    @BeforeEach
    void open() {
        lambda = LambdaClient.builder().endpointOverride(server).region(Region.US_EAST_1).httpClient(UrlConnectionHttpClient.create())
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("a", "b")))
                .overrideConfiguration(configuration -> configuration.retryStrategy(strategy -> strategy.maxAttempts(1))).build();
    }

    @AfterEach
    void close() {
        lambda.close();
        http.close();
    }

    private static byte[] jar() {
        try {
            return Files.readAllBytes(EngineWorld.jar("Do", Functions.DO));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void create(String name, Consumer<CreateFunctionRequest.Builder> more) {
        lambda.createFunction(request -> {
            request.functionName(name).runtime("java21").handler("Do").role(ROLE).code(code -> code.zipFile(SdkBytes.fromByteArray(jar())));
            more.accept(request);
        });
        Await.until(WAIT, () -> lambda.getFunctionConfiguration(request -> request.functionName(name)).state() == State.ACTIVE, () -> "not active");
    }

    private void awaitUpdated(String name) {
        Await.until(WAIT, () -> lambda.getFunctionConfiguration(request -> request.functionName(name)).lastUpdateStatus() == LastUpdateStatus.SUCCESSFUL,
                () -> "not updated");
    }

    @Test
    void aFunctionLives() throws Exception {
        var created = lambda.createFunction(request -> request.functionName("life").runtime("java17").handler("Do").role(ROLE)
                .code(code -> code.zipFile(SdkBytes.fromByteArray(jar()))).environment(environment -> environment.variables(Map.of("KEY", "välue")))
                .description("what it is for").memorySize(256).timeout(20).tags(Map.of("team", "blue")));
        assertThat(created.state()).isEqualTo(State.PENDING);
        assertThat(created.functionArn()).isEqualTo(ARN + "life");
        Await.until(WAIT, () -> lambda.getFunction(request -> request.functionName("life")).configuration().state() == State.ACTIVE, () -> "pending");
        GetFunctionResponse found = lambda.getFunction(request -> request.functionName(ARN + "life"));
        FunctionConfiguration configuration = found.configuration();
        assertThat(configuration.codeSha256()).isEqualTo(Base64.getEncoder().encodeToString(
                java.security.MessageDigest.getInstance("SHA-256").digest(jar())));
        assertThat(configuration.codeSize()).isEqualTo(jar().length);
        assertThat(configuration.environment().variables()).containsExactly(Map.entry("KEY", "välue"));
        assertThat(configuration.memorySize()).isEqualTo(256);
        assertThat(configuration.timeout()).isEqualTo(20);
        assertThat(configuration.runtimeVersionConfig().runtimeVersionArn()).matches("arn:aws:lambda:us-east-1::runtime:jdk-25[0-9.-]*-isolation-none");
        assertThat(found.tags()).containsExactly(Map.entry("team", "blue"));
        HttpResponse<byte[]> code = http.send(HttpRequest.newBuilder(URI.create(found.code().location())).build(), HttpResponse.BodyHandlers.ofByteArray());
        assertThat(code.body()).isEqualTo(jar());
        InvokeResponse answer = lambda.invoke(request -> request.functionName("000000000000:function:life").logType(LogType.TAIL)
                .payload(SdkBytes.fromUtf8String("{\"do\":\"print\",\"what\":\"hallo\"}")));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.payload().asUtf8String()).isEqualTo("\"printed\"");
        assertThat(answer.functionError()).isNull();
        assertThat(answer.executedVersion()).isEqualTo("$LATEST");
        assertThat(new String(Base64.getDecoder().decode(answer.logResult()), StandardCharsets.UTF_8)).contains("START RequestId", "hallo\n", "REPORT");
        lambda.deleteFunction(request -> request.functionName("life"));
        assertThatThrownBy(() -> lambda.getFunction(request -> request.functionName("life"))).isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining("Function not found: " + ARN + "life");
    }

    @Test
    void aFunctionIsChanged() {
        create("changing", request -> { });
        FunctionConfiguration before = lambda.getFunction(request -> request.functionName("changing")).configuration();
        assertThatThrownBy(() -> lambda.updateFunctionConfiguration(request -> request.functionName("changing").timeout(9).revisionId("another")))
                .isInstanceOf(PreconditionFailedException.class);
        var changed = lambda.updateFunctionConfiguration(request -> request.functionName("changing").timeout(9).revisionId(before.revisionId())
                .environment(environment -> environment.variables(Map.of("A1", "b"))));
        assertThat(changed.timeout()).isEqualTo(9);
        assertThat(changed.memorySize()).isEqualTo(128);
        awaitUpdated("changing");
        byte[] other = zip("other.txt", 10);
        assertThat(lambda.updateFunctionCode(request -> request.functionName("changing").zipFile(SdkBytes.fromByteArray(other)).dryRun(true))
                .codeSize()).isEqualTo(other.length);
        assertThat(lambda.getFunctionConfiguration(request -> request.functionName("changing")).codeSize()).isEqualTo(jar().length);
        assertThat(lambda.updateFunctionCode(request -> request.functionName("changing").zipFile(SdkBytes.fromByteArray(other))).codeSize())
                .isEqualTo(other.length);
        awaitUpdated("changing");
        InvokeResponse answer = lambda.invoke(request -> request.functionName("changing"));
        assertThat(answer.functionError()).isEqualTo("Unhandled");
        assertThat(answer.payload().asUtf8String()).contains("ClassNotFoundException");
    }

    @Test
    void badInputIsRefusedByName() {
        create("there", request -> { });
        assertThatThrownBy(() -> create("there", request -> { })).isInstanceOf(ResourceConflictException.class)
                .hasMessageContaining("Function already exist: there");
        assertThatThrownBy(() -> create("bad", request -> request.runtime("python3.12"))).isInstanceOf(InvalidParameterValueException.class)
                .hasMessageContaining("Runtime python3.12");
        assertThatThrownBy(() -> create("bad", request -> request.layers("arn:aws:lambda:us-east-1:000000000000:layer:l:1")))
                .isInstanceOf(InvalidParameterValueException.class).hasMessageContaining("Layers");
        assertThatThrownBy(() -> create("bad", request -> request.publish(true))).hasMessageContaining("Publish");
        assertThatThrownBy(() -> create("bad", request -> request.role("me"))).hasMessageContaining("'role'");
        assertThatThrownBy(() -> create("bad name", request -> { })).hasMessageContaining("functionName");
        assertThatThrownBy(() -> create("bad", request -> request.memorySize(64))).hasMessageContaining("greater than or equal to 128");
        assertThatThrownBy(() -> create("bad", request -> request.environment(environment -> environment.variables(Map.of("AWS_REGION", "x")))))
                .hasMessageContaining("AWS_REGION");
        assertThatThrownBy(() -> create("bad", request -> request.environment(environment -> environment.variables(Map.of("LARGE", "x".repeat(4096))))))
                .hasMessageContaining("4KB");
        assertThatThrownBy(() -> create("bad", request -> request.code(code -> code.zipFile(SdkBytes.fromUtf8String("no zip")))))
                .isInstanceOf(InvalidParameterValueException.class).hasMessageContaining("Could not unzip");
        assertThatThrownBy(() -> create("bad", request -> request.code(code -> code.zipFile(SdkBytes.fromByteArray(zip("../out", 1))))))
                .hasMessageContaining("outside");
        assertThatThrownBy(() -> create("bad", request -> request.code(code -> code.s3Bucket("b").s3Key("k")))).hasMessageContaining("S3Bucket");
        assertThatThrownBy(() -> lambda.getFunction(request -> request.functionName("bad"))).isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void defaultsCountAsAbsent() {
        create("defaults", request -> request.publish(false).packageType("Zip").tracingConfig(tracing -> tracing.mode("PassThrough"))
                .snapStart(snap -> snap.applyOn("None")).architecturesWithStrings("x86_64").ephemeralStorage(storage -> storage.size(512))
                .vpcConfig(vpc -> vpc.subnetIds(java.util.List.of()).securityGroupIds(java.util.List.of())).layers(java.util.List.of())
                .loggingConfig(logging -> logging.logFormat("Text").logGroup("/aws/lambda/defaults")));
        FunctionConfiguration found = lambda.getFunction(request -> request.functionName("defaults")).configuration();
        assertThat(found.tracingConfig().modeAsString()).isEqualTo("PassThrough");
        assertThat(found.ephemeralStorage().size()).isEqualTo(512);
        assertThat(found.memorySize()).isEqualTo(128);
        assertThat(found.timeout()).isEqualTo(3);
    }

    @Test
    void theLargestArchiveIsStreamed() {
        byte[] large = zip("data", 52_000_000);
        create("large", request -> request.code(code -> code.zipFile(SdkBytes.fromByteArray(large))));
        assertThat(lambda.getFunctionConfiguration(request -> request.functionName("large")).codeSize()).isEqualTo(large.length);
        byte[] tooLarge = zip("data", 52_500_000);
        assertThatThrownBy(() -> create("toolarge", request -> request.code(code -> code.zipFile(SdkBytes.fromByteArray(tooLarge)))))
                .isInstanceOfSatisfying(LambdaException.class, refused -> assertThat(refused.statusCode()).isEqualTo(413));
    }

    /** One stored entry of random bytes. */
    private static byte[] zip(String name, int length) {
        byte[] content = new byte[length];
        new Random(1).nextBytes(content);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setLevel(0);
            zip.putNextEntry(new ZipEntry(name));
            zip.write(content);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    @Test
    void invokeAnswersAsTheServiceDoes() throws Exception {
        create("called", request -> { });
        assertThat(lambda.invoke(request -> request.functionName("called").invocationType("DryRun")).statusCode()).isEqualTo(204);
        assertThatThrownBy(() -> lambda.invoke(request -> request.functionName("called").invocationType("Event")))
                .isInstanceOf(InvalidParameterValueException.class).hasMessageContaining("Event");
        assertThatThrownBy(() -> lambda.invoke(request -> request.functionName("called").payload(SdkBytes.fromUtf8String("{no json"))))
                .hasMessageContaining("Could not parse request body into json");
        assertThatThrownBy(() -> lambda.invoke(request -> request.functionName("called").payload(SdkBytes.fromByteArray(new byte[7_000_000]))))
                .isInstanceOfSatisfying(LambdaException.class, refused -> assertThat(refused.statusCode()).isEqualTo(413));
        assertThatThrownBy(() -> lambda.invoke(request -> request.functionName("nobody"))).isInstanceOf(ResourceNotFoundException.class);
        assertThatThrownBy(() -> lambda.invoke(request -> request.functionName("called").qualifier("7"))).isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining("called:7");
        InvokeResponse failed = lambda.invoke(request -> request.functionName("called").payload(SdkBytes.fromUtf8String("{\"do\":\"throw\"}")));
        assertThat(failed.statusCode()).isEqualTo(200);
        assertThat(failed.functionError()).isEqualTo("Unhandled");
        assertThat(failed.payload().asUtf8String()).contains("as it was asked");
    }

    @Test
    void listsHavePages() {
        create("page-a", request -> { });
        create("page-b", request -> { });
        var first = lambda.listFunctions(request -> request.maxItems(1));
        assertThat(first.functions()).hasSize(1);
        assertThat(first.nextMarker()).isNotNull();
        assertThat(lambda.listFunctionsPaginator(request -> request.maxItems(1)).functions().stream().map(FunctionConfiguration::functionName))
                .contains("page-a", "page-b").doesNotHaveDuplicates();
        assertThat(lambda.listVersionsByFunction(request -> request.functionName("page-a")).versions()).singleElement()
                .satisfies(version -> assertThat(version.functionArn()).isEqualTo(ARN + "page-a:$LATEST"));
    }

    @Test
    void tagsComeAndGo() {
        create("tagged", request -> request.tags(Map.of("a", "1")));
        lambda.tagResource(request -> request.resource(ARN + "tagged").tags(Map.of("b", "2")));
        lambda.untagResource(request -> request.resource(ARN + "tagged").tagKeys("a"));
        assertThat(lambda.listTags(request -> request.resource(ARN + "tagged")).tags()).containsExactly(Map.entry("b", "2"));
        assertThatThrownBy(() -> lambda.listTags(request -> request.resource(ARN + "nobody"))).isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void whatIsNotBuiltIsAnsweredAsNotSet() {
        create("plain", request -> { });
        assertThat(lambda.getFunctionCodeSigningConfig(request -> request.functionName("plain")).codeSigningConfigArn()).isEmpty();
        assertThat(lambda.getFunctionConcurrency(request -> request.functionName("plain")).reservedConcurrentExecutions()).isNull();
        assertThat(lambda.listAliases(request -> request.functionName("plain")).aliases()).isEmpty();
        assertThatThrownBy(() -> lambda.getPolicy(request -> request.functionName("plain"))).isInstanceOf(ResourceNotFoundException.class);
        assertThatThrownBy(() -> lambda.getFunctionConcurrency(request -> request.functionName("nobody"))).isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void pathsMayEndWithASlash() throws Exception {
        HttpResponse<String> list = http.send(HttpRequest.newBuilder(server.resolve("/2015-03-31/functions/")).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(list.statusCode()).isEqualTo(200);
        assertThat(list.body()).contains("\"Functions\"");
        HttpResponse<String> missing = http.send(HttpRequest.newBuilder(server.resolve("/2015-03-31/functions/nobody/")).build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(missing.headers().firstValue("x-amzn-ErrorType")).contains("ResourceNotFoundException");
        assertThat(missing.body()).isEqualTo("{\"Type\":\"User\",\"Message\":\"Function not found: " + ARN + "nobody\"}");
    }
}
