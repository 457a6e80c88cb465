package io.millrace.functions.compiled;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.functions.batch.BatchRecord;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A record of a Kinesis event that a client has sent. */
record EventRecord(String sequenceNumber, String partitionKey, Instant arrivedAt, ByteBuffer data) implements BatchRecord {

    private static final int MILLIS_DIGITS = 3;

    static List<BatchRecord> all(JsonNode event) throws IOException {
        List<BatchRecord> records = new ArrayList<>();
        for (JsonNode record : records(event)) {
            JsonNode kinesis = record.path("kinesis");
            byte[] data = kinesis.path("data").binaryValue();
            if (data == null) {
                throw new NoKinesisEvent("a record without data");
            }
            records.add(new EventRecord(kinesis.path("sequenceNumber").asText(), kinesis.path("partitionKey").asText(),
                    arrival(kinesis.path("approximateArrivalTimestamp")), ByteBuffer.wrap(data).asReadOnlyBuffer()));
        }
        return records;
    }

    static String streamArn(JsonNode event) throws IOException {
        return records(event).path(0).path("eventSourceARN").asText();
    }

    /** An event's id is {@code shardId:sequenceNumber}. */
    static String shardId(JsonNode event) throws IOException {
        String id = records(event).path(0).path("eventID").asText();
        return id.substring(0, Math.max(0, id.indexOf(':')));
    }

    private static JsonNode records(JsonNode event) throws IOException {
        if (!event.path("Records").isArray()) {
            throw new NoKinesisEvent("neither a JSON array nor Records");
        }
        return event.get("Records");
    }

    private static Instant arrival(JsonNode seconds) {
        return seconds.isNumber() ? Instant.ofEpochMilli(new BigDecimal(seconds.asText()).movePointRight(MILLIS_DIGITS).longValue()) : Instant.EPOCH;
    }

    @Override
    public ByteBuffer data() {
        return data.duplicate();
    }

    /** The event is not what a batch function can be called with. */
    static final class NoKinesisEvent extends IOException {
        private static final long serialVersionUID = 1L;

        NoKinesisEvent(String what) {
            super("a batch function takes Lambda's Kinesis event, or a JSON array for elements of its own type; this is " + what);
        }
    }
}
