package io.millrace.trigger;

import io.millrace.stream.StreamDescription;
import java.util.Map;
import java.util.OptionalLong;

/**
 * A mapping to be made.
 *
 * @param streamArn               as the client named the source
 * @param functionName            the function's plain name; that it exists is the caller's care
 * @param startingTimestampMillis with AT_TIMESTAMP: the time, milliseconds since the epoch
 */
public record NewMapping(String streamArn, StreamDescription stream, String functionName, Mapping.Options options,
        StartingPosition startingPosition, OptionalLong startingTimestampMillis, Map<String, String> tags) {
}
