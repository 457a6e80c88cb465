package io.millrace.functions.mapping;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.identity.Identity;
import io.millrace.trigger.Mapping;
import io.millrace.trigger.Mappings;
import java.math.BigDecimal;

/** Mappings as the service shows them: every option of a stream's mapping is there, those not built with their default. */
final class MappingReply {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MILLIS_DIGITS = 3;

    private final Identity identity;

    MappingReply(Identity identity) {
        this.identity = identity;
    }

    byte[] one(Mappings.View view) {
        return bytes(node(view));
    }

    byte[] page(Mappings.Page page) {
        ObjectNode root = JSON.createObjectNode();
        ArrayNode all = root.putArray("EventSourceMappings");
        page.views().forEach(view -> all.add(node(view)));
        page.next().ifPresent(next -> root.put("NextMarker", next));
        return bytes(root);
    }

    private ObjectNode node(Mappings.View view) {
        Mapping mapping = view.mapping();
        ObjectNode root = JSON.createObjectNode();
        root.put("UUID", mapping.uuid());
        root.put("StartingPosition", mapping.startingPosition().name());
        mapping.startingTimestampMillis().ifPresent(millis -> root.put("StartingPositionTimestamp", seconds(millis)));
        root.put("BatchSize", mapping.options().batchSize());
        root.put("MaximumBatchingWindowInSeconds", mapping.options().window().toSeconds());
        root.put("ParallelizationFactor", 1);
        root.put("EventSourceArn", mapping.streamArn());
        root.put("FunctionArn", identity.functionArn(mapping.functionName()));
        root.put("LastModified", seconds(mapping.modifiedAtMillis()));
        root.put("LastProcessingResult", view.status().lastProcessingResult());
        root.put("State", view.status().state());
        root.put("StateTransitionReason", "User action");
        root.putObject("DestinationConfig").putObject("OnFailure");
        root.put("MaximumRecordAgeInSeconds", -1);
        root.put("BisectBatchOnFunctionError", mapping.options().bisect());
        root.put("MaximumRetryAttempts", mapping.options().retryAttempts());
        root.put("TumblingWindowInSeconds", 0);
        root.putArray("FunctionResponseTypes");
        root.put("EventSourceMappingArn", identity.arn("lambda", "event-source-mapping:" + mapping.uuid()));
        return root;
    }

    private static BigDecimal seconds(long millis) {
        return BigDecimal.valueOf(millis, MILLIS_DIGITS);
    }

    private static byte[] bytes(ObjectNode node) {
        try {
            return JSON.writeValueAsBytes(node);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
