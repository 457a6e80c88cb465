package io.millrace.functions.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.functions.catalog.Configuration;
import io.millrace.functions.catalog.Function;
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
    private final String runtimeVersionArn;

    /** @param runtimeVersion what really runs, e.g. {@code jdk-25-isolation-none} */
    FunctionReply(Identity identity, String runtimeVersion) {
        this.identity = identity;
        this.runtimeVersionArn = "arn:" + identity.partition() + ":lambda:" + identity.region() + "::runtime:" + runtimeVersion;
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
        node.putObject("RuntimeVersionConfig").put("RuntimeVersionArn", runtimeVersionArn);
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
            node.put("StateReason", function.reason()).put("StateReasonCode", "InternalError");
        }
        if (function.updateStatus() == Function.UpdateStatus.IN_PROGRESS) {
            node.put("LastUpdateStatusReason", "The function is being updated.");
        }
        if (function.updateStatus() == Function.UpdateStatus.FAILED) {
            node.put("LastUpdateStatusReason", function.reason()).put("LastUpdateStatusReasonCode", "InternalError");
        }
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

    String runtimeVersionArn() {
        return runtimeVersionArn;
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
