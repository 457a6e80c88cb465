package io.millrace.functions.compiled;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.functions.worker.EngineWorld;
import io.millrace.functions.worker.Functions;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.nio.file.Files;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.InvalidParameterValueException;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.LogType;
import software.amazon.awssdk.services.lambda.model.ResourceConflictException;
import software.amazon.awssdk.services.lambda.model.State;

/** {@link Mill}'s functions, found by Funqy when the test's application was built, over HTTP with the AWS SDK. */
@QuarkusTest
class CompiledFunctionResourceTest {

    private static final String ARN = "arn:aws:lambda:us-east-1:000000000000:function:";

    @TestHTTPResource("/")
    URI server;
    private LambdaClient lambda;

    @BeforeEach
    void open() {
        lambda = LambdaClient.builder().endpointOverride(server).region(Region.US_EAST_1).httpClient(UrlConnectionHttpClient.create())
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("a", "b")))
                .overrideConfiguration(configuration -> configuration.retryStrategy(strategy -> strategy.maxAttempts(1))).build();
    }

    @AfterEach
    void close() {
        lambda.close();
    }

    private InvokeResponse invoke(String function, String event) {
        return lambda.invoke(request -> request.functionName(function).payload(SdkBytes.fromUtf8String(event)));
    }

    @Test
    void theyAreShownAsWhatTheyAre() {
        FunctionConfiguration shown = lambda.getFunction(request -> request.functionName("grind")).configuration();
        assertThat(shown.functionArn()).isEqualTo(ARN + "grind");
        assertThat(shown.runtimeAsString()).isEqualTo("compiled-in");
        assertThat(shown.handler()).isEqualTo(Mill.class.getName() + "::grind");
        assertThat(shown.state()).isEqualTo(State.ACTIVE);
        assertThat(shown.timeout()).isEqualTo(60);
        assertThat(shown.runtimeVersionConfig().runtimeVersionArn()).endsWith("::runtime:compiled-in-isolation-in-server");
        assertThat(lambda.getFunctionConfiguration(request -> request.functionName(ARN + "mill-later")).functionName()).isEqualTo("mill-later");
        assertThat(lambda.listFunctionsPaginator(request -> request.maxItems(1)).functions().stream().map(FunctionConfiguration::functionName))
                .contains("grind", "mill-later", "mill-fails", "mill-context").doesNotHaveDuplicates().isSorted();
        assertThat(lambda.listTags(request -> request.resource(ARN + "grind")).tags()).isEmpty();
        assertThat(lambda.listVersionsByFunction(request -> request.functionName("grind")).versions()).hasSize(1);
        assertThat(lambda.listAliases(request -> request.functionName("grind")).aliases()).isEmpty();
    }

    @Test
    void theyAreInvoked() {
        assertThat(invoke("grind", "[{\"corn\":\"rye\",\"pounds\":30},{\"corn\":\"oats\",\"pounds\":12}]").payload().asUtf8String())
                .isEqualTo("{\"sacks\":2,\"pounds\":42}");
        String event = new String(Given.event("{\"corn\":\"rye\",\"pounds\":5}").json(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(invoke("grind", event).payload().asUtf8String()).isEqualTo("{\"sacks\":1,\"pounds\":5}");
        assertThat(invoke("mill-later", "{\"corn\":\"rye\"}").payload().asUtf8String()).isEqualTo("\"rye 1\"");
        assertThat(invoke("mill-later", "{\"corn\":\"rye\"}").payload().asUtf8String()).as("a bean of its own for each call").isEqualTo("\"rye 1\"");
        String context = Base64.getEncoder().encodeToString("{\"a\":1}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(lambda.invoke(request -> request.functionName("mill-context").clientContext(context)).payload().asUtf8String())
                .isEqualTo("\"" + ARN + "mill-context {\\\"a\\\":1}\"");
        assertThat(lambda.invoke(request -> request.functionName("grind").invocationType(InvocationType.DRY_RUN)).statusCode()).isEqualTo(204);
        assertThat(lambda.invoke(request -> request.functionName("mill-later").payload(SdkBytes.fromUtf8String("{}")).logType(LogType.TAIL)).logResult())
                .isNotEmpty();
    }

    @Test
    void failuresAreLambdas() {
        InvokeResponse failed = invoke("mill-fails", "{}");
        assertThat(failed.statusCode()).isEqualTo(200);
        assertThat(failed.functionError()).isEqualTo("Unhandled");
        assertThat(failed.payload().asUtf8String()).startsWith("{\"errorMessage\":\"no water\",\"errorType\":\"java.lang.IllegalStateException\","
                + "\"stackTrace\":[\"io.millrace.functions.compiled.Mill.fails(Mill.java:");
        assertThat(invoke("grind", "{\"no\":\"batch\"}").payload().asUtf8String()).contains("NoKinesisEvent");
    }

    @Test
    void theyAreNeitherChangedNorDeletedNorHidden() throws Exception {
        SdkBytes jar = SdkBytes.fromByteArray(Files.readAllBytes(EngineWorld.jar("Do", Functions.DO)));
        assertThatThrownBy(() -> lambda.createFunction(request -> request.functionName("grind").runtime("java21").handler("Do")
                .role("arn:aws:iam::000000000000:role/r").code(code -> code.zipFile(jar)))).isInstanceOf(ResourceConflictException.class)
                .hasMessageContaining("Function already exist: grind");
        for (Runnable change : List.<Runnable>of(() -> lambda.updateFunctionCode(request -> request.functionName("grind").zipFile(jar)),
                () -> lambda.updateFunctionConfiguration(request -> request.functionName("grind").timeout(5)),
                () -> lambda.deleteFunction(request -> request.functionName("grind")),
                () -> lambda.tagResource(request -> request.resource(ARN + "grind").tags(Map.of("a", "b"))))) {
            assertThatThrownBy(change::run).isInstanceOf(InvalidParameterValueException.class).hasMessageContaining("grind is compiled into this server");
        }
        assertThat(invoke("grind", "[]").payload().asUtf8String()).isEqualTo("{\"sacks\":0,\"pounds\":0}");
    }
}
