package io.millrace.functions.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.functions.catalog.Configuration;
import io.millrace.functions.catalog.Failure;
import io.millrace.functions.catalog.Function;
import io.millrace.functions.catalog.FunctionRuntime;
import io.millrace.identity.Identity;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Locale;

/** Replies as JSON, member by member as the service has them. */
final class FunctionReply {

    static final String LOG_GROUPS = "/aws/lambda/";

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'+0000'", Locale.ROOT);

    private final Identity identity;
    private final String jdk;
    private final String isolation;

    /**
     * @param jdk       what really runs functions in Java, e.g. {@code jdk-25.0.1}
     * @param isolation of functions in processes of their own
     */
    FunctionReply(Identity identity, String jdk, String isolation) {
        this.identity = identity;
        this.jdk = jdk;
        this.isolation = isolation;
    }

    /** FunctionConfiguration. */
    ObjectNode configuration(Function function) {
        Configuration configuration = function.configuration();
        ObjectNode node = JSON.objectNode().put("FunctionName", function.name()).put("FunctionArn", identity.functionArn(function.name()))
                .put("Runtime", configuration.runtime().wireName()).put("Role", configuration.role()).put("Handler", configuration.handler())
                .put("CodeSize", function.code().bytes()).put("Description", configuration.description())
                .put("Timeout", configuration.timeoutSeconds()).put("MemorySize", configuration.memoryMebibytes())
                .put("LastModified", TIME.format(Instant.ofEpochMilli(function.modifiedAtMillis()).atOffset(ZoneOffset.UTC)))
                .put("CodeSha256", base64(function.code().sha256())).put("Version", FunctionReference.LATEST)
                .put("RevisionId", function.revisionId()).put("PackageType", "Zip");
        node.putObject("TracingConfig").put("Mode", "PassThrough");
        node.putArray("Architectures").add(configuration.architecture());
        node.putObject("EphemeralStorage").put("Size", configuration.storageMebibytes());
        node.putObject("SnapStart").put("ApplyOn", "None").put("OptimizationStatus", "Off");
        node.putObject("RuntimeVersionConfig").put("RuntimeVersionArn", runtimeVersionArn(function));
        node.putObject("LoggingConfig").put("LogFormat", "Text").put("LogGroup", LOG_GROUPS + function.name());
        if (!configuration.environment().isEmpty()) {
            ObjectNode variables = node.putObject("Environment").putObject("Variables");
            configuration.environment().forEach(variables::put);
        }
        putState(node, function);
        return node;
    }

    private static void putState(ObjectNode node, Function function) {
        node.put("State", switch (function.state()) {
            case PENDING -> "Pending";
            case ACTIVE -> "Active";
            case FAILED -> "Failed";
        });
        if (function.state() == Function.State.PENDING) {
            node.put("StateReason", "The function is being created.").put("StateReasonCode", "Creating");
            return;
        }
        node.put("LastUpdateStatus", switch (function.updateStatus()) {
            case IN_PROGRESS -> "InProgress";
            case SUCCESSFUL -> "Successful";
            case FAILED -> "Failed";
        });
        if (function.state() == Function.State.FAILED) {
            node.put("StateReason", reason(function)).put("StateReasonCode", reasonCode(function));
        }
        if (function.updateStatus() == Function.UpdateStatus.IN_PROGRESS) {
            node.put("LastUpdateStatusReason", "The function is being updated.");
        }
        if (function.updateStatus() == Function.UpdateStatus.FAILED) {
            node.put("LastUpdateStatusReason", reason(function)).put("LastUpdateStatusReasonCode", reasonCode(function));
        }
    }

    private static String reason(Function function) {
        return function.failure().map(Failure::reason).orElse("");
    }

    private static String reasonCode(Function function) {
        return function.failure().map(Failure::code).orElse(Failure.Code.INTERNAL_ERROR).wireName();
    }

    /** GetFunction. */
    ObjectNode function(Function function, String codeLocation) {
        ObjectNode node = JSON.objectNode();
        node.set("Configuration", configuration(function));
        node.putObject("Code").put("RepositoryType", "S3").put("Location", codeLocation);
        if (!function.tags().isEmpty()) {
            node.set("Tags", tags(function.tags()).get("Tags"));
        }
        return node;
    }

    /** ListFunctions; the marker, if more follow, is the last name. */
    ObjectNode page(List<Function> functions, boolean more) {
        ObjectNode node = JSON.objectNode();
        functions.forEach(function -> node.withArray("/Functions").add(listed(function)));
        node.withArray("/Functions");
        return more ? node.put("NextMarker", functions.getLast().name()) : node;
    }

    /** ListVersionsByFunction: only the latest. */
    ObjectNode versions(Function function) {
        ObjectNode node = JSON.objectNode();
        node.putArray("Versions").add(listed(function).put("FunctionArn", identity.functionArn(function.name()) + ":" + FunctionReference.LATEST));
        return node;
    }

    /** Lists have no states. */
    private ObjectNode listed(Function function) {
        ObjectNode node = configuration(function);
        node.remove(List.of("State", "StateReason", "StateReasonCode", "LastUpdateStatus", "LastUpdateStatusReason", "LastUpdateStatusReasonCode",
                "RuntimeVersionConfig"));
        return node;
    }

    static ObjectNode tags(Map<String, String> all) {
        ObjectNode node = JSON.objectNode();
        ObjectNode tags = node.putObject("Tags");
        all.forEach(tags::put);
        return node;
    }

    /** What really runs the function, and how it is kept apart: {@code jdk-25.0.1-isolation-none}, {@code provided.al2023-isolation-user}. */
    String runtimeVersionArn(Function function) {
        FunctionRuntime runtime = function.configuration().runtime();
        return "arn:" + identity.partition() + ":lambda:" + identity.region() + "::runtime:" + (runtime.isJava() ? jdk : runtime.wireName())
                + "-isolation-" + isolation;
    }

    static byte[] fault(LambdaException exception) {
        ObjectNode node = JSON.objectNode().put("Type", exception.fault().type()).put(exception.fault().messageMember(), exception.getMessage());
        if (exception.fault() == LambdaFault.TOO_MANY_REQUESTS) {
            node.put("Reason", "ConcurrentInvocationLimitExceeded");
        }
        return bytes(node);
    }

    static byte[] bytes(ObjectNode node) {
        return node.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String base64(String hex) {
        return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
    }
}
