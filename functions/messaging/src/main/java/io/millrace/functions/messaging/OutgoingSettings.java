package io.millrace.functions.messaging;

import io.millrace.stream.StreamName;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.Config;

/**
 * An outgoing channel, or where dead letters go.
 *
 * @param partitionKey    of messages that bring none; empty: a random one each, which spreads them
 * @param batchRecords    at most written together
 * @param batchBytes      the same in bytes; a larger record goes alone
 * @param inFlightRecords taken and not yet durable
 * @param inFlightBytes   the same in bytes, where a message that is asked for counts as the largest record its stream takes; when that is more
 *                        than the bound, one message at a time
 * @param retryFor        how long a stream that is missing, busy or without disk space is tried again before messages are given back
 */
record OutgoingSettings(String channel, StreamName stream, Optional<String> partitionKey, int batchRecords, int batchBytes, int inFlightRecords,
        int inFlightBytes, Duration retryFor) {

    static final String STREAM = "stream", PARTITION_KEY = "partition-key", BATCH_RECORDS = "batch-records", BATCH_BYTES = "batch-bytes",
            IN_FLIGHT = "max-in-flight", IN_FLIGHT_BYTES = "max-in-flight-bytes", RETRY_SECONDS = "retry-seconds";

    private static final Set<String> ALL = Set.of(STREAM, PARTITION_KEY, BATCH_RECORDS, BATCH_BYTES, IN_FLIGHT, IN_FLIGHT_BYTES, RETRY_SECONDS);
    private static final int BATCH_RECORDS_MOST = 10_000, BATCH_BYTES_MOST = 8 * 1024 * 1024, IN_FLIGHT_MOST = 1_000_000, BYTES_LEAST = 1024;
    private static final int KEY_LENGTH_MAX = 256, RETRY_SECONDS_MOST = 24 * 3600;

    static OutgoingSettings of(Config config) {
        ChannelAttributes attributes = new ChannelAttributes(config, ALL);
        Optional<String> key = attributes.text(PARTITION_KEY);
        if (key.filter(text -> text.codePointCount(0, text.length()) > KEY_LENGTH_MAX).isPresent()) {
            throw attributes.wrong(PARTITION_KEY, key.get(), "at most " + KEY_LENGTH_MAX + " characters");
        }
        return new OutgoingSettings(attributes.channel(), attributes.stream(STREAM, attributes.channel()), key,
                attributes.whole(BATCH_RECORDS, 500, 1, BATCH_RECORDS_MOST),
                attributes.whole(BATCH_BYTES, 1024 * 1024, BYTES_LEAST, BATCH_BYTES_MOST),
                attributes.whole(IN_FLIGHT, 1_000, 1, IN_FLIGHT_MOST),
                attributes.whole(IN_FLIGHT_BYTES, 8 * 1024 * 1024, BYTES_LEAST, Integer.MAX_VALUE),
                Duration.ofSeconds(attributes.whole(RETRY_SECONDS, 30, 0, RETRY_SECONDS_MOST)));
    }

    /** For dead letters of a channel: they are tried again as long as it takes. */
    static OutgoingSettings deadLetters(String channel, StreamName stream) {
        return new OutgoingSettings(channel, stream, Optional.empty(), 500, 1024 * 1024, 1_000, 8 * 1024 * 1024, Duration.ofDays(365));
    }
}
