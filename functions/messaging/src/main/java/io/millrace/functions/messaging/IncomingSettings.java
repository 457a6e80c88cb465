package io.millrace.functions.messaging;

import io.millrace.stream.StreamName;
import io.millrace.trigger.StartingPosition;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.Config;

/**
 * An incoming channel.
 *
 * @param consumer        names the checkpoints: a channel of another name with the same consumer goes on where this one was
 * @param start           where it begins on a stream it has never read
 * @param startAt         the time, with AT_TIMESTAMP
 * @param batch           whether a message is of several records of one shard
 * @param batchRecords    at most in one message
 * @param inFlightRecords read and not yet done, over all shards
 * @param inFlightBytes   the same in bytes of keys and data; a larger record comes alone
 * @param deadLetters     with that strategy
 */
record IncomingSettings(String channel, StreamName stream, String consumer, StartingPosition start, Optional<Instant> startAt, boolean batch,
        int batchRecords, int inFlightRecords, int inFlightBytes, FailureStrategy failureStrategy, Optional<StreamName> deadLetters) {

    static final String STREAM = "stream", CONSUMER = "consumer", START = "starting-position", START_AT = "starting-timestamp", BATCH = "batch",
            BATCH_RECORDS = "batch-records", IN_FLIGHT = "max-in-flight", IN_FLIGHT_BYTES = "max-in-flight-bytes", STRATEGY = "failure-strategy",
            DEAD_LETTERS = "dead-letter-stream";

    private static final Set<String> ALL = Set.of(STREAM, CONSUMER, START, START_AT, BATCH, BATCH_RECORDS, IN_FLIGHT, IN_FLIGHT_BYTES, STRATEGY,
            DEAD_LETTERS);
    private static final int BATCH_RECORDS_MOST = 10_000, IN_FLIGHT_MOST = 1_000_000, BYTES_LEAST = 64 * 1024, CONSUMER_LENGTH_MAX = 128;

    static IncomingSettings of(Config config) {
        ChannelAttributes attributes = new ChannelAttributes(config, ALL);
        String consumer = attributes.text(CONSUMER).orElse(attributes.channel());
        if (consumer.length() > CONSUMER_LENGTH_MAX) {
            throw attributes.wrong(CONSUMER, consumer, "at most " + CONSUMER_LENGTH_MAX + " characters");
        }
        StartingPosition start = attributes.word(START, StartingPosition.LATEST, StartingPosition.class);
        Optional<Instant> startAt = attributes.time(START_AT);
        if (startAt.isPresent() != (start == StartingPosition.AT_TIMESTAMP)) {
            throw attributes.wrong(START_AT, startAt.map(Instant::toString).orElse("not set"), "it belongs to " + START + " at-timestamp, and only to it");
        }
        FailureStrategy strategy = attributes.word(STRATEGY, FailureStrategy.FAIL, FailureStrategy.class);
        Optional<StreamName> deadLetters = attributes.text(DEAD_LETTERS).map(name -> attributes.stream(DEAD_LETTERS, name));
        if (deadLetters.isPresent() != (strategy == FailureStrategy.DEAD_LETTER_STREAM)) {
            throw attributes.wrong(DEAD_LETTERS, deadLetters.map(StreamName::value).orElse("not set"), "it belongs to " + STRATEGY
                    + " dead-letter-stream, and only to it");
        }
        int inFlight = attributes.whole(IN_FLIGHT, 1_000, 1, IN_FLIGHT_MOST);
        return new IncomingSettings(attributes.channel(), attributes.stream(STREAM, attributes.channel()), consumer, start, startAt,
                attributes.flag(BATCH), attributes.whole(BATCH_RECORDS, 100, 1, BATCH_RECORDS_MOST), inFlight,
                attributes.whole(IN_FLIGHT_BYTES, 8 * 1024 * 1024, BYTES_LEAST, Integer.MAX_VALUE), strategy, deadLetters);
    }
}
