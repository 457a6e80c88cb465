package io.millrace.functions.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.millrace.functions.catalog.Configuration;
import io.millrace.functions.catalog.FunctionRuntime;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What CreateFunction and UpdateFunctionConfiguration have in common: a function's configuration. */
final class ConfigurationRequest {

    static final String DEFAULT_ARCHITECTURE = "x86_64";

    private static final String ARM = "arm64";
    private static final int HANDLER_LENGTH_MAX = 128, DESCRIPTION_LENGTH_MAX = 256, ROLE_LENGTH_MAX = 2048;
    private static final int STORAGE_MOST = 10_240;
    private static final Pattern ANY = Pattern.compile("(?s).*");
    private static final Pattern HANDLER = Pattern.compile("[^\\s]+");
    private static final Pattern ROLE = Pattern.compile("arn:(aws[a-zA-Z-]*)?:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+");
    private static final Pattern VARIABLE = Pattern.compile("[a-zA-Z]([a-zA-Z0-9_])+");
    private static final Set<String> RESERVED = Set.of("_HANDLER", "_X_AMZN_TRACE_ID", "AWS_DEFAULT_REGION", "AWS_REGION", "AWS_EXECUTION_ENV",
            "AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "AWS_LAMBDA_FUNCTION_VERSION", "AWS_LAMBDA_INITIALIZATION_TYPE",
            "AWS_LAMBDA_LOG_GROUP_NAME", "AWS_LAMBDA_LOG_STREAM_NAME", "AWS_ACCESS_KEY", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY",
            "AWS_SESSION_TOKEN", "AWS_LAMBDA_RUNTIME_API", "LAMBDA_TASK_ROOT", "LAMBDA_RUNTIME_DIR");

    /** Members that are understood here. */
    static final Set<String> KNOWN = Set.of("Runtime", "Role", "Handler", "Description", "Timeout", "MemorySize", "Environment",
            "EphemeralStorage", "LoggingConfig");
    /** Members that are not built, with the values by which the service means that they are absent. */
    static final Map<String, JsonNode> DEFAULTS = Map.of("PackageType", JsonNodeFactory.instance.textNode("Zip"),
            "TracingConfig", object("Mode", "PassThrough"), "SnapStart", object("ApplyOn", "None"));

    private final Members members;

    ConfigurationRequest(Members members) {
        this.members = members;
    }

    Configuration create(String functionName, String architecture) {
        String role = role().orElseThrow(() -> LambdaException.constraint("null", "role", "Member must not be null"));
        Optional<FunctionRuntime> runtime = runtime();
        Optional<String> handler = handler();
        if (runtime.isEmpty() || handler.isEmpty()) {
            throw LambdaException.invalid("Runtime and Handler are mandatory parameters for functions created with deployment packages.");
        }
        return over(new Configuration(runtime.get(), handler.get(), role, "", Configuration.MEMORY_DEFAULT, Configuration.TIMEOUT_DEFAULT,
                Map.of(), architecture, Configuration.STORAGE_DEFAULT), functionName);
    }

    /** The configuration with what the request changes. */
    Configuration over(Configuration before, String functionName) {
        refuseLogging(functionName);
        return new Configuration(runtime().orElse(before.runtime()), handler().orElse(before.handler()), role().orElse(before.role()),
                members.text("Description", DESCRIPTION_LENGTH_MAX, ANY).orElse(before.description()),
                members.integer("MemorySize", Configuration.MEMORY_LEAST, Configuration.MEMORY_MOST).orElse(before.memoryMebibytes()),
                members.integer("Timeout", 1, Configuration.TIMEOUT_MOST).orElse(before.timeoutSeconds()),
                environment().orElse(before.environment()), before.architecture(),
                members.structure("EphemeralStorage").flatMap(storage -> storage.integer("Size", Configuration.STORAGE_DEFAULT, STORAGE_MOST))
                        .orElse(before.storageMebibytes()));
    }

    /** The one architecture asked for, or else the one before; code runs on this machine's. */
    static String architecture(List<String> asked, String before) {
        if (asked.isEmpty()) {
            return before;
        }
        String machine = machine();
        if (asked.size() != 1 || !asked.getFirst().equals(machine) && !asked.getFirst().equals(DEFAULT_ARCHITECTURE)) {
            throw LambdaException.invalid("Architectures is not supported by this server, which is " + machine + ": " + asked);
        }
        return asked.getFirst();
    }

    /** This machine's architecture. */
    static String machine() {
        return System.getProperty("os.arch").equals("aarch64") ? ARM : DEFAULT_ARCHITECTURE;
    }

    private Optional<String> role() {
        return members.text("Role", ROLE_LENGTH_MAX, ROLE);
    }

    private Optional<String> handler() {
        return members.text("Handler", HANDLER_LENGTH_MAX, HANDLER);
    }

    private Optional<FunctionRuntime> runtime() {
        return members.text("Runtime").map(text -> FunctionRuntime.of(text).orElseThrow(() -> LambdaException.invalid("Runtime " + text
                + " is not supported by this server, which has " + FunctionRuntime.names())));
    }

    private Optional<Map<String, String>> environment() {
        Optional<Map<String, String>> environment = members.structure("Environment").map(structure -> structure.map("Variables").orElse(Map.of()));
        environment.ifPresent(ConfigurationRequest::check);
        return environment;
    }

    private static void check(Map<String, String> variables) {
        int bytes = 0;
        for (Map.Entry<String, String> variable : variables.entrySet()) {
            String name = variable.getKey();
            if (RESERVED.contains(name)) {
                throw LambdaException.invalid("Lambda was unable to configure your environment variables because the environment variables you have"
                        + " provided contains reserved keys that are currently not supported for modification. Reserved keys used in this request: "
                        + name);
            }
            if (!VARIABLE.matcher(name).matches() || variable.getValue().indexOf('\0') >= 0) {
                throw LambdaException.constraint(name, "environment.variables", "Map keys must satisfy constraint: [Member must satisfy regular"
                        + " expression pattern: " + VARIABLE + "]");
            }
            bytes += name.getBytes(StandardCharsets.UTF_8).length + variable.getValue().getBytes(StandardCharsets.UTF_8).length;
        }
        if (bytes > Configuration.ENVIRONMENT_BYTES_MAX) {
            throw LambdaException.invalid("Lambda was unable to configure your environment variables because the environment variables you have"
                    + " provided exceeded the 4KB limit.");
        }
    }

    /** Text into the group that bears the function's name is what there is. */
    private void refuseLogging(String functionName) {
        members.structure("LoggingConfig").ifPresent(logging -> logging.refuseOthers(Set.of(),
                Map.of("LogFormat", JsonNodeFactory.instance.textNode("Text"), "LogGroup", JsonNodeFactory.instance.textNode(
                        FunctionReply.LOG_GROUPS + functionName))));
    }

    private static JsonNode object(String member, String value) {
        return JsonNodeFactory.instance.objectNode().put(member, value);
    }
}
