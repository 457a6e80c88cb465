package io.millrace.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.process.ProgramZip;
import io.millrace.process.ServerProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.services.lambda.model.Architecture;
import software.amazon.awssdk.services.lambda.model.CreateFunctionRequest;
import software.amazon.awssdk.services.lambda.model.CreateFunctionResponse;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.GetFunctionResponse;
import software.amazon.awssdk.services.lambda.model.InvalidParameterValueException;
import software.amazon.awssdk.services.lambda.model.InvalidRequestContentException;
import software.amazon.awssdk.services.lambda.model.InvokeRequest;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.LambdaException;
import software.amazon.awssdk.services.lambda.model.LastUpdateStatus;
import software.amazon.awssdk.services.lambda.model.LogType;
import software.amazon.awssdk.services.lambda.model.PackageType;
import software.amazon.awssdk.services.lambda.model.RequestTooLargeException;
import software.amazon.awssdk.services.lambda.model.ResourceConflictException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.lambda.model.State;

/** Functions by the AWS SDK for Java: made, shown, changed, invoked, deleted, and what is refused. */
@ExtendWith(PackagedServer.class)
class LambdaIT {

    private static final String CLASS = "AnswerFunction", FUNCTION = "answer", ARN = "arn:aws:lambda:us-east-1:" + AwsSdk.ACCOUNT + ":function:";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long LARGEST_ZIP_BYTES = 50L * 1024 * 1024 - 64 * 1024;
    private static final int PAYLOAD_BYTES_MAX = 6 * 1024 * 1024;

    @TempDir
    private static Path directory;
    private static AwsSdk aws;
    private static SdkBytes code;

    @BeforeAll
    static void deploy(ServerProcess server) throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        aws = new AwsSdk(server.endpoint());
        code = FunctionArchive.bytes(FunctionArchive.jar(directory, CLASS));
        create(FUNCTION, call -> { });
        aws.awaitActive(FUNCTION);
    }

    @AfterAll
    static void remove() {
        aws.lambda().deleteFunction(call -> call.functionName(FUNCTION));
        aws.close();
    }

    @Test
    void aNewFunctionIsPendingThenActiveAndShownWhole() {
        CreateFunctionResponse created = create("shown", call -> call.description("shows itself").tags(Map.of("team", "mill"))
                .environment(variables -> variables.variables(Map.of("GREETING", "grüß Gott"))));
        assertThat(created.state()).isEqualTo(State.PENDING);
        assertThat(created.codeSha256()).isEqualTo(sha256(code));
        aws.lambda().waiter().waitUntilFunctionActiveV2(call -> call.functionName("shown"));

        GetFunctionResponse shown = aws.lambda().getFunction(call -> call.functionName(ARN + "shown"));

        FunctionConfiguration configuration = shown.configuration();
        assertThat(configuration.functionArn()).isEqualTo(ARN + "shown");
        assertThat(configuration.runtimeAsString()).isEqualTo("java21");
        assertThat(configuration.handler()).isEqualTo(CLASS);
        assertThat(configuration.role()).isEqualTo(AwsSdk.ROLE);
        assertThat(configuration.codeSize()).isEqualTo(code.asByteArrayUnsafe().length);
        assertThat(configuration.timeout()).isEqualTo(3);
        assertThat(configuration.memorySize()).isEqualTo(128);
        assertThat(configuration.version()).isEqualTo("$LATEST");
        assertThat(configuration.packageType()).isEqualTo(PackageType.ZIP);
        assertThat(configuration.architectures()).containsExactly(Architecture.X86_64);
        assertThat(configuration.ephemeralStorage().size()).isEqualTo(512);
        assertThat(configuration.lastUpdateStatus()).isEqualTo(LastUpdateStatus.SUCCESSFUL);
        assertThat(configuration.environment().variables()).containsEntry("GREETING", "grüß Gott");
        assertThat(Duration.between(OffsetDateTime.parse(configuration.lastModified(), DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSZ")),
                OffsetDateTime.now())).isLessThan(Duration.ofMinutes(2));
        assertThat(shown.code().repositoryType()).isEqualTo("S3");
        assertThat(shown.tags()).containsExactly(Map.entry("team", "mill"));
        assertThat(json(invoke("shown", "{\"do\":\"context\"}")).path("greeting").asText()).isEqualTo("grüß Gott");
        aws.lambda().deleteFunction(call -> call.functionName("shown"));
        assertThatThrownBy(() -> aws.lambda().getFunction(call -> call.functionName("shown"))).isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining("Function not found: " + ARN + "shown");
    }

    @Test
    void functionsAreListedPageByPage() {
        List<String> names = List.of("listed-a", "listed-b", "listed-c");
        names.forEach(name -> create(name, call -> { }));

        List<String> listed = aws.lambda().listFunctionsPaginator(call -> call.maxItems(2)).functions().stream()
                .map(FunctionConfiguration::functionName).toList();

        assertThat(listed).containsAll(names).contains(FUNCTION).doesNotHaveDuplicates();
        assertThat(aws.lambda().listFunctions(call -> call.maxItems(2)).functions()).hasSize(2);
        names.forEach(name -> aws.awaitActive(name));
        names.forEach(name -> aws.lambda().deleteFunction(call -> call.functionName(name)));
    }

    @Test
    void theNextInvocationRunsTheNewCodeAndTheNewConfiguration() throws IOException {
        create("changing", call -> { });
        aws.awaitActive("changing");
        assertThat(json(invoke("changing", "{\"do\":\"context\"}")).path("edition").asText()).isEqualTo("first edition");
        SdkBytes second = FunctionArchive.bytes(FunctionArchive.jar(directory.resolve("second"), CLASS, "first edition", "second edition"));

        assertThat(aws.lambda().updateFunctionCode(call -> call.functionName("changing").zipFile(second)).lastUpdateStatus())
                .isEqualTo(LastUpdateStatus.IN_PROGRESS);
        aws.lambda().waiter().waitUntilFunctionUpdatedV2(call -> call.functionName("changing"));
        assertThat(json(invoke("changing", "{\"do\":\"context\"}")).path("edition").asText()).isEqualTo("second edition");
        String revision = aws.lambda().getFunctionConfiguration(call -> call.functionName("changing")).revisionId();
        aws.lambda().updateFunctionConfiguration(call -> call.functionName("changing").memorySize(256).timeout(20).revisionId(revision)
                .environment(variables -> variables.variables(Map.of("GREETING", "hello"))));
        aws.awaitActive("changing");

        JsonNode context = json(invoke("changing", "{\"do\":\"context\"}"));
        assertThat(context.path("edition").asText()).isEqualTo("second edition");
        assertThat(context.path("greeting").asText()).isEqualTo("hello");
        assertThat(context.path("memory").asInt()).isEqualTo(256);
        FunctionConfiguration configuration = aws.lambda().getFunction(call -> call.functionName("changing")).configuration();
        assertThat(configuration.codeSha256()).isEqualTo(sha256(second));
        assertThat(configuration.timeout()).isEqualTo(20);
        assertThatThrownBy(() -> aws.lambda().updateFunctionConfiguration(call -> call.functionName("changing").timeout(5).revisionId(revision)))
                .isInstanceOfSatisfying(LambdaException.class, fault -> {
                    assertThat(fault.awsErrorDetails().errorCode()).isEqualTo("PreconditionFailedException");
                    assertThat(fault.statusCode()).isEqualTo(412);
                });
        aws.lambda().deleteFunction(call -> call.functionName("changing"));
    }

    @Test
    void anInvocationGivesAnswerVersionAndLog() {
        InvokeResponse answer = aws.lambda().invoke(call -> call.functionName(FUNCTION).logType(LogType.TAIL)
                .payload(SdkBytes.fromUtf8String("{\"do\":\"print\",\"what\":\"said aloud\"}")));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.executedVersion()).isEqualTo("$LATEST");
        assertThat(answer.functionError()).isNull();
        assertThat(answer.payload().asUtf8String()).isEqualTo("\"printed\"");
        String requestId = answer.responseMetadata().requestId();
        assertThat(new String(Base64.getDecoder().decode(answer.logResult()), StandardCharsets.UTF_8)).contains("START RequestId: " + requestId,
                "said aloud", "END RequestId: " + requestId, "REPORT RequestId: " + requestId);
        JsonNode context = json(invoke(FUNCTION, "{\"do\":\"context\"}"));
        assertThat(context.path("name").asText()).isEqualTo(FUNCTION);
        assertThat(context.path("arn").asText()).isEqualTo(ARN + FUNCTION);
        assertThat(context.path("region").asText()).isEqualTo("us-east-1");
    }

    @Test
    void anEventMayHaveSixMebibytesAndNoMore() {
        String frame = "{\"do\":\"echo\",\"what\":\"\"}";
        String most = "{\"do\":\"echo\",\"what\":\"" + "x".repeat(PAYLOAD_BYTES_MAX - frame.length()) + "\"}";
        String twoThirds = "y".repeat(4 * 1024 * 1024);

        assertThat(invoke(FUNCTION, "{\"do\":\"echo\",\"what\":\"" + twoThirds + "\"}").payload().asUtf8String()).isEqualTo('"' + twoThirds + '"');
        assertThat(invoke(FUNCTION, most.replace("echo", "none")).functionError()).isNull();
        assertThatThrownBy(() -> invoke(FUNCTION, most + " ")).isInstanceOfSatisfying(RequestTooLargeException.class,
                fault -> assertThat(fault.statusCode()).isEqualTo(413)).hasMessageContaining("Request must be smaller than " + PAYLOAD_BYTES_MAX + " bytes");
    }

    @Test
    void aFunctionsErrorIsAnAnswer() {
        InvokeResponse answer = invoke(FUNCTION, "{\"do\":\"fail\"}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.functionError()).isEqualTo("Unhandled");
        assertThat(json(answer).path("errorType").asText()).isEqualTo("java.lang.IllegalArgumentException");
        assertThat(json(answer).path("errorMessage").asText()).isEqualTo("as it was asked");
        assertThat(json(answer).path("stackTrace").get(0).asText()).startsWith(CLASS + ".handleRequest");
        assertThat(invoke(FUNCTION, "{\"do\":\"echo\",\"what\":[1,null]}").payload().asUtf8String()).isEqualTo("[1,null]");
    }

    @Test
    void aFunctionThatHangsIsEndedAtItsTimeout() {
        create("hanging", call -> call.timeout(1));
        aws.awaitActive("hanging");

        InvokeResponse answer = invoke("hanging", "{\"do\":\"hang\"}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.functionError()).isEqualTo("Unhandled");
        assertThat(json(answer).path("errorType").asText()).isEqualTo("Sandbox.Timedout");
        assertThat(json(answer).path("errorMessage").asText()).matches("RequestId: [0-9a-f-]{36} Error: Task timed out after 1.00 seconds");
        assertThat(invoke("hanging", "{\"do\":\"echo\",\"what\":\"again\"}").payload().asUtf8String()).isEqualTo("\"again\"");
        aws.lambda().deleteFunction(call -> call.functionName("hanging"));
    }

    @Test
    void aZipOfFiftyMebibytesIsTakenAndRuns() throws IOException {
        SdkBytes large = FunctionArchive.bytes(FunctionArchive.padded(FunctionArchive.jar(directory.resolve("large"), CLASS), LARGEST_ZIP_BYTES));
        assertThat(large.asByteArrayUnsafe().length).isBetween(49 * 1024 * 1024, 50 * 1024 * 1024);

        CreateFunctionResponse created = create("large", call -> call.code(zip -> zip.zipFile(large)));

        assertThat(created.codeSize()).isEqualTo(large.asByteArrayUnsafe().length);
        assertThat(created.codeSha256()).isEqualTo(sha256(large));
        aws.awaitActive("large");
        assertThat(invoke("large", "{\"do\":\"echo\",\"what\":7}").payload().asUtf8String()).isEqualTo("7");
        aws.lambda().deleteFunction(call -> call.functionName("large"));
    }

    @Test
    void whatCannotBeAFunctionIsRefusedAndChangesNothing() {
        SdkBytes noZip = SdkBytes.fromUtf8String("no zip");

        refused(() -> create(FUNCTION, call -> { }), ResourceConflictException.class, 409, "Function already exist: " + FUNCTION);
        refused(() -> create("refused", call -> call.code(zip -> zip.zipFile(noZip))), InvalidParameterValueException.class, 400,
                "Could not unzip uploaded file. Please check your file, then try to upload again.");
        refused(() -> create("refused", call -> call.timeout(901)), "ValidationException", 400, "'timeout' failed to satisfy constraint");
        refused(() -> create("refused", call -> call.memorySize(127)), "ValidationException", 400, "'memorySize' failed to satisfy constraint");
        refused(() -> create("not a name", call -> { }), "ValidationException", 400, "'functionName' failed to satisfy constraint");
        refused(() -> create("refused", call -> call.runtime("java7")), InvalidParameterValueException.class, 400, "java7");
        refused(() -> create("refused", call -> call.role("nobody")), "ValidationException", 400, "'role' failed to satisfy constraint");
        refused(() -> aws.lambda().getFunction(call -> call.functionName("refused")), ResourceNotFoundException.class, 404,
                "Function not found: " + ARN + "refused");
    }

    @Test
    void whatCannotBeInvokedOrChangedIsRefused() {
        refused(() -> invoke("nobody", "{}"), ResourceNotFoundException.class, 404, "Function not found: " + ARN + "nobody");
        refused(() -> invoke(FUNCTION, "{not json"), InvalidRequestContentException.class, 400, "Could not parse request body into json");
        refused(() -> aws.lambda().invoke(call -> call.functionName(FUNCTION).qualifier("7")), ResourceNotFoundException.class, 404,
                "Function not found: " + ARN + FUNCTION + ":7");
        refused(() -> aws.lambda().updateFunctionConfiguration(call -> call.functionName("nobody").timeout(5)), ResourceNotFoundException.class, 404,
                "Function not found: " + ARN + "nobody");
        refused(() -> aws.lambda().updateFunctionConfiguration(call -> call.functionName(FUNCTION).timeout(0)), "ValidationException", 400,
                "'timeout' failed to satisfy constraint");
        refused(() -> aws.lambda().updateFunctionCode(call -> call.functionName(FUNCTION).zipFile(SdkBytes.fromUtf8String("no zip"))),
                InvalidParameterValueException.class, 400, "Could not unzip uploaded file");
        refused(() -> aws.lambda().deleteFunction(call -> call.functionName("nobody")), ResourceNotFoundException.class, 404,
                "Function not found: " + ARN + "nobody");
        assertThat(aws.lambda().getFunctionConfiguration(call -> call.functionName(FUNCTION)).codeSha256()).isEqualTo(sha256(code));
    }

    @Test
    void aProgramOfItsOwnNeedsNoJava() throws IOException {
        try (InputStream script = LambdaIT.class.getResourceAsStream("/functions/bootstrap.sh")) {
            SdkBytes zip = SdkBytes.fromByteArray(new ProgramZip().add("bootstrap", script.readAllBytes(), 0100755).bytes());
            create("program", call -> call.runtime("provided.al2023").handler("any.name").code(archive -> archive.zipFile(zip)));
        }
        aws.awaitActive("program");
        JsonNode answer = json(invoke("program", "{\"a\":[1,2]}"));
        assertThat(answer.toString()).isEqualTo("{\"event\":{\"a\":[1,2]},\"handler\":\"any.name\"}");
        assertThat(aws.lambda().getFunctionConfiguration(call -> call.functionName("program")).runtimeVersionConfig().runtimeVersionArn())
                .contains("::runtime:provided.al2023-isolation-");
        aws.lambda().deleteFunction(call -> call.functionName("program"));
        refused(() -> create("scripted", call -> call.runtime("nodejs22.x")), InvalidParameterValueException.class, 400,
                "Runtime nodejs22.x is not supported by this server");
    }

    private static CreateFunctionResponse create(String name, Consumer<CreateFunctionRequest.Builder> options) {
        return aws.lambda().createFunction(CreateFunctionRequest.builder().functionName(name).runtime("java21").handler(CLASS).role(AwsSdk.ROLE)
                .code(zip -> zip.zipFile(code)).applyMutation(options).build());
    }

    private static InvokeResponse invoke(String function, String event) {
        return aws.lambda().invoke(InvokeRequest.builder().functionName(function).payload(SdkBytes.fromUtf8String(event)).build());
    }

    private static JsonNode json(InvokeResponse answer) {
        try {
            return JSON.readTree(answer.payload().asUtf8String());
        } catch (IOException e) {
            throw new AssertionError(answer.payload().asUtf8String(), e);
        }
    }

    private static void refused(Runnable call, Class<? extends LambdaException> type, int status, String message) {
        assertThatThrownBy(call::run).isInstanceOf(type).hasMessageContaining(message)
                .extracting(fault -> ((SdkServiceException) fault).statusCode()).isEqualTo(status);
    }

    private static void refused(Runnable call, String code, int status, String message) {
        assertThatThrownBy(call::run).hasMessageContaining(message).isInstanceOfSatisfying(LambdaException.class, fault -> {
            assertThat(fault.awsErrorDetails().errorCode()).isEqualTo(code);
            assertThat(fault.statusCode()).isEqualTo(status);
        });
    }

    private static String sha256(SdkBytes archive) {
        try {
            return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(archive.asByteArrayUnsafe()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
