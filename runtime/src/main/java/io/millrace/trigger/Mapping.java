package io.millrace.trigger;

import io.millrace.stream.Position;
import io.millrace.stream.ShardId;
import io.millrace.stream.StreamId;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An event source mapping as the catalog holds it; immutable.
 *
 * @param uuid                    its identity
 * @param streamArn               the event source as the client named it
 * @param stream                  the creation of the stream it is bound to: a namesake created later is another source
 * @param functionName            the function's plain name
 * @param options                 what can be changed
 * @param startingPosition        where it began
 * @param startingTimestampMillis with AT_TIMESTAMP: the time, milliseconds since the epoch
 * @param starts                  the position each shard there was at the creation is read from while it has no checkpoint;
 *                                shards not named here are read from their first record
 * @param transition              what the last change asked for
 * @param modifiedAtMillis        when that was, milliseconds since the epoch
 */
public record Mapping(String uuid, String streamArn, StreamId stream, String functionName, Options options,
        StartingPosition startingPosition, OptionalLong startingTimestampMillis, Map<ShardId, Position> starts,
        Transition transition, long modifiedAtMillis, Map<String, String> tags) {

    public static final int UUID_LENGTH = 36;

    /** What the last change of a mapping asked for. */
    public enum Transition {
        CREATING, UPDATING, ENABLING, DISABLING, DELETING
    }

    /**
     * What UpdateEventSourceMapping can change.
     *
     * @param batchSize     1 to 10,000 records
     * @param window        MaximumBatchingWindowInSeconds, whole seconds, 0 to 300
     * @param retryAttempts 0 to 10,000, or -1: until the record expires
     * @param bisect        whether a failed batch is cut in two before it is tried again
     */
    public record Options(int batchSize, Duration window, int retryAttempts, boolean bisect, boolean enabled) {

        public static final int BATCH_SIZE_DEFAULT = 100;
        public static final int BATCH_SIZE_MAX = 10_000;
        public static final int WINDOW_SECONDS_MAX = 300;
        public static final int RETRY_ATTEMPTS_MAX = 10_000;
        public static final int RETRY_WITHOUT_END = RetryPolicy.INFINITE;

        public Options {
            if (batchSize < 1 || batchSize > BATCH_SIZE_MAX) {
                throw new IllegalArgumentException("batch size out of range: " + batchSize);
            }
            if (window.isNegative() || window.toSeconds() > WINDOW_SECONDS_MAX || window.toNanosPart() != 0) {
                throw new IllegalArgumentException("batching window out of range: " + window);
            }
            if (retryAttempts < RETRY_WITHOUT_END || retryAttempts > RETRY_ATTEMPTS_MAX) {
                throw new IllegalArgumentException("retry attempts out of range: " + retryAttempts);
            }
        }

        /** 100 records, no window, retries without end, no bisecting, enabled. */
        public static Options defaults() {
            return new Options(BATCH_SIZE_DEFAULT, Duration.ZERO, RETRY_WITHOUT_END, false, true);
        }
    }

    public Mapping {
        if (uuid.length() != UUID_LENGTH || functionName.isEmpty()) {
            throw new IllegalArgumentException("not a mapping: " + uuid + " to " + functionName);
        }
        if (startingTimestampMillis.isPresent() != (startingPosition == StartingPosition.AT_TIMESTAMP)) {
            throw new IllegalArgumentException("a time belongs to AT_TIMESTAMP and only to it");
        }
        starts = Map.copyOf(starts);
        tags = Map.copyOf(tags);
    }

    boolean isDeleting() {
        return transition == Transition.DELETING;
    }

    boolean isRunning() {
        return options.enabled() && !isDeleting();
    }

    /** The owner's name of its checkpoints. */
    String checkpointOwner() {
        return "mapping/" + uuid;
    }

    /** The key under which it claims its pair of stream and function. */
    String claim() {
        return claim(stream, functionName);
    }

    static String claim(StreamId stream, String functionName) {
        return stream + "/" + functionName;
    }

    Mapping with(String function, Options changed, Transition now, long atMillis) {
        return new Mapping(uuid, streamArn, stream, function, changed, startingPosition, startingTimestampMillis, starts, now, atMillis, tags);
    }

    Mapping with(Transition now, long atMillis) {
        return with(functionName, options, now, atMillis);
    }

    Mapping withTags(Map<String, String> changed) {
        return new Mapping(uuid, streamArn, stream, functionName, options, startingPosition, startingTimestampMillis, starts, transition,
                modifiedAtMillis, changed);
    }

    Optional<Position> start(ShardId shard) {
        return Optional.ofNullable(starts.get(shard));
    }
}
