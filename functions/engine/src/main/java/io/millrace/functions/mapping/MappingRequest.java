package io.millrace.functions.mapping;

import io.millrace.functions.api.LambdaException;
import io.millrace.functions.api.Members;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import io.millrace.trigger.Mapping;
import io.millrace.trigger.StartingPosition;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A CreateEventSourceMapping or UpdateEventSourceMapping call, its members checked one by one; whether stream and function exist is not
 * known here.
 */
record MappingRequest(Optional<String> eventSourceArn, Optional<String> functionName, Optional<Integer> batchSize, Optional<Integer> windowSeconds,
        Optional<Integer> retryAttempts, Optional<Boolean> bisect, Optional<Boolean> enabled, Optional<StartingPosition> startingPosition,
        OptionalLong startingTimestampMillis, Map<String, String> tags) {

    private static final Set<String> CHANGEABLE = Set.of("FunctionName", "Enabled", "BatchSize", "MaximumBatchingWindowInSeconds",
            "MaximumRetryAttempts", "BisectBatchOnFunctionError");
    private static final Set<String> AT_CREATION = Set.of("FunctionName", "Enabled", "BatchSize", "MaximumBatchingWindowInSeconds",
            "MaximumRetryAttempts", "BisectBatchOnFunctionError", "EventSourceArn", "StartingPosition", "StartingPositionTimestamp", "Tags");
    /** Options that are not built, with what the service takes for their absence. Empty texts, lists and structures are absent anyway. */
    private static final Map<String, JsonNode> DEFAULTS = Map.of("ParallelizationFactor", IntNode.valueOf(1),
            "MaximumRecordAgeInSeconds", IntNode.valueOf(-1),
            "TumblingWindowInSeconds", IntNode.valueOf(0));
    private static final int TAGS_MAX = 50;
    private static final int TAG_KEY_MAX = 128;
    private static final int TAG_VALUE_MAX = 256;
    private static final List<StartingPosition> POSITIONS_AS_THE_SERVICE_LISTS_THEM =
            List.of(StartingPosition.LATEST, StartingPosition.AT_TIMESTAMP, StartingPosition.TRIM_HORIZON);

    static MappingRequest create(byte[] body) {
        return parse(Members.parse(body), AT_CREATION);
    }

    static MappingRequest update(byte[] body) {
        return parse(Members.parse(body), CHANGEABLE);
    }

    private static MappingRequest parse(Members body, Set<String> known) {
        body.refuseOthers(known, DEFAULTS);
        Optional<Long> timestamp = body.timestampMillis("StartingPositionTimestamp");
        return new MappingRequest(body.text("EventSourceArn"), body.text("FunctionName"),
                body.integer("BatchSize", 1, Mapping.Options.BATCH_SIZE_MAX),
                body.integer("MaximumBatchingWindowInSeconds", 0, Mapping.Options.WINDOW_SECONDS_MAX),
                body.integer("MaximumRetryAttempts", Mapping.Options.RETRY_WITHOUT_END, Mapping.Options.RETRY_ATTEMPTS_MAX),
                body.bool("BisectBatchOnFunctionError"), body.bool("Enabled"), body.text("StartingPosition").map(MappingRequest::position),
                timestamp.map(OptionalLong::of).orElseGet(OptionalLong::empty), tags(body));
    }

    private static Map<String, String> tags(Members body) {
        Map<String, String> tags = body.map("Tags").orElse(Map.of());
        if (tags.size() > TAGS_MAX || tags.keySet().stream().anyMatch(key -> key.isEmpty() || key.length() > TAG_KEY_MAX)
                || tags.values().stream().anyMatch(value -> value.length() > TAG_VALUE_MAX)) {
            throw LambdaException.invalid("Tags: at most " + TAGS_MAX + " with keys of 1 to " + TAG_KEY_MAX + " and values of at most "
                    + TAG_VALUE_MAX + " characters.");
        }
        return tags;
    }

    private static StartingPosition position(String text) {
        return Arrays.stream(StartingPosition.values()).filter(position -> position.name().equals(text)).findFirst()
                .orElseThrow(() -> LambdaException.constraint(text, "startingPosition",
                        "Member must satisfy enum value set: " + POSITIONS_AS_THE_SERVICE_LISTS_THEM));
    }

    /** The options after this call, given those before it. */
    Mapping.Options over(Mapping.Options before) {
        return new Mapping.Options(batchSize.orElse(before.batchSize()), windowSeconds.<Duration>map(Duration::ofSeconds).orElse(before.window()),
                retryAttempts.orElse(before.retryAttempts()), bisect.orElse(before.bisect()), enabled.orElse(before.enabled()));
    }

    /** The starting position a stream needs, and its time if and only if there is to be one. */
    StartingPosition requiredStart() {
        StartingPosition position = startingPosition.orElseThrow(() -> LambdaException.invalid(
                "1 validation error detected: Value null at 'startingPosition' failed to satisfy constraint: Member must not be null."));
        boolean wantsTime = position == StartingPosition.AT_TIMESTAMP;
        if (wantsTime && startingTimestampMillis.isEmpty()) {
            throw LambdaException.invalid("StartingPositionTimestamp must be given with StartingPosition AT_TIMESTAMP.");
        }
        if (!wantsTime && startingTimestampMillis.isPresent()) {
            throw LambdaException.invalid("StartingPositionTimestamp can be given with StartingPosition AT_TIMESTAMP only.");
        }
        return position;
    }
}
