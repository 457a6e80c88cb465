package io.millrace.kinesis.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.kinesis.SequenceNumber;
import io.millrace.stream.StreamRecord;
import java.util.List;

/**
 * Writes Lambda's Kinesis event for one shard. The exact length is known before writing, so a payload is one array, filled
 * once. Immutable.
 */
public final class KinesisEventFormat {

    private static final byte[] HEAD = bytes("{\"Records\":[");
    private static final byte[] TAIL = bytes("]}");
    private static final byte[] OPEN = bytes("{\"kinesis\":{\"kinesisSchemaVersion\":\"1.0\",\"partitionKey\":\"");
    private static final byte[] SEQUENCE_NUMBER = bytes("\",\"sequenceNumber\":\"");
    private static final byte[] DATA = bytes("\",\"data\":\"");
    private static final byte[] ARRIVAL = bytes("\",\"approximateArrivalTimestamp\":");
    private static final int MILLIS_DIGITS = 3;

    private final EventSource source;
    private final byte[] eventId;
    private final byte[] close;
    private final int fixedBytes;

    public KinesisEventFormat(EventSource source) {
        this.source = source;
        this.eventId = bytes("},\"eventSource\":\"aws:kinesis\",\"eventVersion\":\"1.0\",\"eventID\":\"" + source.shard().wire() + ":");
        this.close = bytes("\",\"eventName\":\"aws:kinesis:record\",\"invokeIdentityArn\":" + JsonBytes.quoted(source.invokeIdentityArn())
                + ",\"awsRegion\":" + JsonBytes.quoted(source.region()) + ",\"eventSourceARN\":" + JsonBytes.quoted(source.streamArn()) + "}");
        this.fixedBytes = OPEN.length + SEQUENCE_NUMBER.length + DATA.length + ARRIVAL.length + eventId.length + close.length
                + 2 * SequenceNumber.LENGTH;
    }

    /** Bytes an event needs beside its records, counting no commas. */
    public static int frameBytes() {
        return HEAD.length + TAIL.length;
    }

    /** The exact number of bytes of the record in an event, without a comma. */
    public long lengthOf(StreamRecord record) {
        long seconds = record.arrivedAtMillis() / 1000;
        return (long) fixedBytes + JsonBytes.escapedLength(record.keyUtf8()) + JsonBytes.base64Length(record.data().remaining())
                + JsonBytes.decimalLength(seconds) + 1 + MILLIS_DIGITS;
    }

    /** The event of these records, in their order, as UTF-8 JSON; at least one record, in all at most 2 GiB. */
    public byte[] write(List<StreamRecord> records) {
        long length = frameBytes() + records.size() - 1L;
        for (StreamRecord record : records) {
            length += lengthOf(record);
        }
        JsonBytes out = new JsonBytes(Math.toIntExact(length));
        out.put(HEAD);
        boolean first = true;
        for (StreamRecord record : records) {
            if (!first) {
                out.put((byte) ',');
            }
            first = false;
            write(record, out);
        }
        out.put(TAIL);
        return out.array();
    }

    private void write(StreamRecord record, JsonBytes out) {
        byte[] sequenceNumber = new SequenceNumber(source.shard(), record.position()).wire().getBytes(UTF_8);
        out.put(OPEN);
        out.putEscaped(record.keyUtf8());
        out.put(SEQUENCE_NUMBER);
        out.put(sequenceNumber);
        out.put(DATA);
        out.putBase64(record.data());
        out.put(ARRIVAL);
        out.putDecimal(record.arrivedAtMillis() / 1000);
        out.put((byte) '.');
        out.putPadded((int) (record.arrivedAtMillis() % 1000), MILLIS_DIGITS);
        out.put(eventId);
        out.put(sequenceNumber);
        out.put(close);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
