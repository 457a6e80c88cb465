package io.millrace.functions.messaging;

import io.millrace.kinesis.SequenceNumber;
import io.millrace.stream.ShardKey;
import io.millrace.stream.StreamRecord;
import io.millrace.stream.access.LocalStreams;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is done, and said, about messages that were not processed. On the channel's loop. */
final class FailureHandling {

    private static final Logger LOGGER = LoggerFactory.getLogger(FailureHandling.class);

    private final IncomingSettings settings;
    private final Optional<StreamProducer> deadLetters;

    FailureHandling(IncomingSettings settings, ChannelLoop loop, LocalStreams streams) {
        this.settings = settings;
        this.deadLetters = settings.deadLetters()
                .map(stream -> new StreamProducer(OutgoingSettings.deadLetters(settings.channel(), stream), loop, streams));
    }

    void channelFails(List<StreamRecord> records, ShardKey shard, Throwable reason) {
        LOGGER.atError().addKeyValue("channel", settings.channel()).addKeyValue("shard", shard).addKeyValue("records", records.size())
                .addKeyValue("firstSequenceNumber", first(records, shard)).setCause(reason).log("channel stops: a message was not processed");
    }

    void deadLettersFail(List<StreamRecord> records, ShardKey shard, Throwable reason) {
        LOGGER.atError().addKeyValue("channel", settings.channel()).addKeyValue("shard", shard).addKeyValue("records", records.size())
                .addKeyValue("firstSequenceNumber", first(records, shard)).addKeyValue("deadLetters", settings.deadLetters().orElseThrow())
                .setCause(reason).log("channel stops: a message could not be put to dead letters");
    }

    void ignored(List<StreamRecord> records, ShardKey shard, Throwable reason) {
        LOGGER.atWarn().addKeyValue("channel", settings.channel()).addKeyValue("shard", shard).addKeyValue("records", records.size())
                .addKeyValue("firstSequenceNumber", first(records, shard)).setCause(reason).log("message not processed, ignored");
    }

    /**
     * Completes on the loop when the records are durable in the other stream, with their keys and data. A stream that is missing, busy or
     * without disk space is tried again as long as it takes; fails when one of them is a record that the stream does not take.
     */
    CompletionStage<Void> toDeadLetters(List<StreamRecord> records, ShardKey shard, Throwable reason) {
        LOGGER.atWarn().addKeyValue("channel", settings.channel()).addKeyValue("shard", shard).addKeyValue("records", records.size())
                .addKeyValue("firstSequenceNumber", first(records, shard)).addKeyValue("deadLetters", settings.deadLetters().orElseThrow())
                .setCause(reason).log("message not processed, put to dead letters");
        return CompletableFuture.allOf(records.stream().map(record -> {
            OutgoingRecord letter = new OutgoingRecord(bytes(record.keyUtf8()), record.data().duplicate(), new CompletableFuture<>());
            deadLetters.orElseThrow().put(letter);
            return letter.stored();
        }).toArray(CompletableFuture[]::new));
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private static String first(List<StreamRecord> records, ShardKey shard) {
        return new SequenceNumber(shard.shard(), records.getFirst().position()).wire();
    }
}
