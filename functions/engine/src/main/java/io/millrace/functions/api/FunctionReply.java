package io.millrace.functions.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.functions.catalog.Configuration;
import io.millrace.functions.catalog.Failure;
import io.millrace.functions.catalog.Function;
import io.millrace.functions.catalog.FunctionRuntime;
import io.millrace.functions.compiled.CompiledFunction;
import io.millrace.functions.compiled.CompiledFunctions;
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
import java.util.UUID;

/** Replies as JSON, member by member as the service has them. */
final class FunctionReply {

    static final String LOG_GROUPS = "/aws/lambda/";

    /** As Runtime and RepositoryType say it. */
    private static final String COMPILED_IN = "compiled-in";
    private static final String SHA256_OF_NOTHING = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'+0000'", Locale.ROOT);

    private final Identity identity;
    private final String jdk;
    private final String isolation;
    private final CompiledFunctions compiled;

    /**
     * @param jdk       what really runs functions in Java, e.g. {@code jdk-25.0.1}
     * @param isolation of functions in processes of their own
     */
    FunctionReply(Identity identity, String jdk, String isolation, CompiledFunctions compiled) {
        this.compiled = compiled;
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
                .put("LastModified", time(function.modifiedAtMillis()))
                .put("CodeSha256", base64(function.code().sha256())).put("Version", FunctionReference.LATEST)
                .put("RevisionId", function.revisionId()).put("PackageType", "Zip");
        node.putObject("TracingConfig").put("Mode", "PassThrough");
        node.putArray("Architectures").add(configuration.architecture());
        node.putObject("EphemeralStorage").put("Size", configuration.storageMebibytes());
        node.putObject("SnapStart").put("ApplyOn", "None").put("OptimizationStatus", "Off");
        node.putObject("RuntimeVersionConfig").put("RuntimeVersionArn", runtimeVersionArn(new KnownFunction.Deployed(function)));
        node.putObject("LoggingConfig").put("LogFormat", "Text").put("LogGroup", LOG_GROUPS + function.name());
        if (!configuration.environment().isEmpty()) {
            ObjectNode variables = node.putObject("Environment").putObject("Variables");
            configuration.environment().forEach(variables::put);
        }
        putState(node, function);
        return node;
    }

    /** FunctionConfiguration of one that is compiled in: what the service wants to be there, and what it is in Runtime and Description. */
    ObjectNode configuration(CompiledFunction function) {
        ObjectNode node = JSON.objectNode().put("FunctionName", function.name()).put("FunctionArn", identity.functionArn(function.name()))
                .put("Runtime", COMPILED_IN).put("Role", compiled.executionRole(function.name())).put("Handler", function.handler())
                .put("CodeSize", 0).put("Description", "Compiled into this server").put("Timeout", compiled.timeout().toSeconds())
                .put("MemorySize", Configuration.MEMORY_DEFAULT).put("LastModified", time(compiled.openedAtMillis()))
                .put("CodeSha256", SHA256_OF_NOTHING).put("Version", FunctionReference.LATEST)
                .put("RevisionId", UUID.nameUUIDFromBytes(function.handler().getBytes(StandardCharsets.UTF_8)).toString()).put("PackageType", "Zip");
        node.putObject("TracingConfig").put("Mode", "PassThrough");
        node.putArray("Architectures").add(ConfigurationRequest.machine());
        node.putObject("EphemeralStorage").put("Size", Configuration.STORAGE_DEFAULT);
        node.putObject("SnapStart").put("ApplyOn", "None").put("OptimizationStatus", "Off");
        node.putObject("RuntimeVersionConfig").put("RuntimeVersionArn", runtimeVersionArn(new KnownFunction.CompiledIn(function)));
        node.putObject("LoggingConfig").put("LogFormat", "Text").put("LogGroup", LOG_GROUPS + function.name());
        return node.put("State", "Active").put("LastUpdateStatus", "Successful");
    }

    ObjectNode configuration(KnownFunction function) {
        return switch (function) {
            case KnownFunction.Deployed deployed -> configuration(deployed.function());
            case KnownFunction.CompiledIn compiledIn -> configuration(compiledIn.function());
        };
    }

    private static String time(long epochMillis) {
        return TIME.format(Instant.ofEpochMilli(epochMillis).atOffset(ZoneOffset.UTC));
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

    /** GetFunction of one that is compiled in; there is no code to be fetched. */
    ObjectNode function(CompiledFunction function) {
        ObjectNode node = JSON.objectNode();
        node.set("Configuration", configuration(function));
        node.putObject("Code").put("RepositoryType", COMPILED_IN);
        return node;
    }

    /** ListFunctions; the marker, if more follow, is the last name. */
    ObjectNode page(List<KnownFunction> functions, boolean more) {
        ObjectNode node = JSON.objectNode();
        functions.forEach(function -> node.withArray("/Functions").add(listed(function)));
        node.withArray("/Functions");
        return more ? node.put("NextMarker", functions.getLast().name()) : node;
    }

    /** ListVersionsByFunction: only the latest. */
    ObjectNode versions(KnownFunction function) {
        ObjectNode node = JSON.objectNode();
        node.putArray("Versions").add(listed(function).put("FunctionArn", identity.functionArn(function.name()) + ":" + FunctionReference.LATEST));
        return node;
    }

    /** Lists have no states. */
    private ObjectNode listed(KnownFunction function) {
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

    /**
     * What really runs the function, and how it is kept apart: {@code jdk-25.0.1-isolation-none}, {@code provided.al2023-isolation-user},
     * {@code compiled-in-isolation-in-server}.
     */
    String runtimeVersionArn(KnownFunction function) {
        String version = switch (function) {
            case KnownFunction.Deployed deployed -> {
                FunctionRuntime runtime = deployed.function().configuration().runtime();
                yield (runtime.isJava() ? jdk : runtime.wireName()) + "-isolation-" + isolation;
            }
            case KnownFunction.CompiledIn compiledIn -> COMPILED_IN + "-isolation-" + CompiledFunctions.ISOLATION;
        };
        return "arn:" + identity.partition() + ":lambda:" + identity.region() + "::runtime:" + version;
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
