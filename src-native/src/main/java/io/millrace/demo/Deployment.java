package io.millrace.demo;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.function.BooleanSupplier;
import java.util.concurrent.locks.LockSupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.clock.Clock;

/** Makes what the demonstration needs and is not there yet: two streams, the function as it is now, the mapping. */
final class Deployment {

    private static final String FUNCTIONS = "/2015-03-31/functions";
    private static final String MAPPINGS = "/2015-03-31/event-source-mappings";
    private static final Duration ACTIVE_MAX = Duration.ofSeconds(60);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);
    private static final int BATCH_RECORDS = 100;
    private static final int MEMORY_MEGABYTES = 256;
    private static final int TIMEOUT_SECONDS = 30;

    private final ApiClient api;
    private final DemoPlan plan;
    private final Clock clock;

    Deployment(ApiClient api, DemoPlan plan, Clock clock) {
        this.api = api;
        this.plan = plan;
        this.clock = clock;
    }

    /** Returns whether the demonstration goes on with what an earlier one has left. */
    boolean makeAll() throws IOException {
        boolean resumed = !makeStream(plan.stream());
        makeStream(DemoPlan.ALERTS_STREAM);
        makeFunction(DemoFunction.code());
        makeMapping(streamArn(plan.stream()));
        return resumed;
    }

    private boolean makeStream(String name) {
        boolean made = true;
        try {
            api.kinesis("CreateStream", object().put("StreamName", name).put("ShardCount", 1));
        } catch (ApiFault fault) {
            if (!fault.is("ResourceInUseException")) {
                throw fault;
            }
            made = false;
        }
        await("stream " + name, () -> summary(name).path("StreamStatus").asText().equals("ACTIVE"));
        return made;
    }

    private void makeFunction(byte[] jar) {
        String zip = Base64.getEncoder().encodeToString(jar);
        JsonNode found = find();
        if (found == null) {
            ObjectNode request = object().put("FunctionName", DemoFunction.NAME).put("Runtime", "java21")
                    .put("Handler", DemoFunction.HANDLER).put("Role", "arn:aws:iam::000000000000:role/demo")
                    .put("MemorySize", MEMORY_MEGABYTES).put("Timeout", TIMEOUT_SECONDS);
            request.putObject("Code").put("ZipFile", zip);
            request.putObject("Environment").putObject("Variables").put("ALERTS_STREAM", DemoPlan.ALERTS_STREAM);
            api.post(FUNCTIONS, request);
        } else if (!found.path("Configuration").path("CodeSha256").asText().equals(sha256(jar))) {
            api.put(FUNCTIONS + "/" + DemoFunction.NAME + "/code", object().put("ZipFile", zip));
        }
        await("function " + DemoFunction.NAME, () -> {
            JsonNode configuration = find().path("Configuration");
            if (configuration.path("State").asText().equals("Failed")) {
                throw new DemoRefused("the function cannot run: " + configuration.path("StateReason").asText());
            }
            return configuration.path("State").asText().equals("Active")
                    && !configuration.path("LastUpdateStatus").asText().equals("InProgress");
        });
    }

    private JsonNode find() {
        try {
            return api.get(FUNCTIONS + "/" + DemoFunction.NAME);
        } catch (ApiFault fault) {
            if (fault.is("ResourceNotFoundException")) {
                return null;
            }
            throw fault;
        }
    }

    private void makeMapping(String streamArn) {
        String query = "?FunctionName=" + DemoFunction.NAME + "&EventSourceArn=" + URLEncoder.encode(streamArn, StandardCharsets.UTF_8);
        JsonNode mappings = api.get(MAPPINGS + query).path("EventSourceMappings");
        String id = mappings.isEmpty()
                ? api.post(MAPPINGS, object().put("FunctionName", DemoFunction.NAME).put("EventSourceArn", streamArn)
                        .put("StartingPosition", "TRIM_HORIZON").put("BatchSize", BATCH_RECORDS)).path("UUID").asText()
                : mappings.get(0).path("UUID").asText();
        await("mapping " + id, () -> api.get(MAPPINGS + "/" + id).path("State").asText().equals("Enabled"));
    }

    private String streamArn(String name) {
        return summary(name).path("StreamARN").asText();
    }

    private JsonNode summary(String name) {
        return api.kinesis("DescribeStreamSummary", object().put("StreamName", name)).path("StreamDescriptionSummary");
    }

    private void await(String what, BooleanSupplier condition) {
        long deadline = clock.nanos() + ACTIVE_MAX.toNanos();
        while (!condition.getAsBoolean()) {
            if (clock.nanos() - deadline > 0) {
                throw new IllegalStateException(what + " is not active after " + ACTIVE_MAX.toSeconds() + " s");
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
    }

    /** As GetFunction shows it: SHA-256 in base64. */
    static String sha256(byte[] code) {
        try {
            return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(code));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static ObjectNode object() {
        return ApiClient.JSON.createObjectNode();
    }
}
