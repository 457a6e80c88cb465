package io.millrace.kinesis.put;

import io.millrace.kinesis.KinesisFault;
import io.millrace.kinesis.KinesisLimits;
import io.millrace.kinesis.SequenceNumber;
import io.millrace.kinesis.StreamReference;
import io.millrace.stream.HashKey;
import io.millrace.wire.codec.MalformedInput;
import io.millrace.wire.codec.Utf8;
import io.millrace.wire.codec.WireNames;
import io.millrace.wire.codec.WireReader;
import io.millrace.wire.model.ServiceModel;
import io.millrace.wire.model.Shape;
import io.millrace.wire.model.Violations;
import java.math.BigInteger;
import java.util.Optional;

/** Parses one PutRecord or PutRecords body in one pass, whatever the order of its members. */
final class PutParser {

    private static final int ABSENT = -1, ENTRIES_EXPECTED = 64;

    private final ServiceModel model;
    private final WireReader reader;
    private final Violations violations = new Violations();
    private final PutEntries entries;
    private String streamName;
    private String streamArn;
    private String ordering;
    private boolean streamId;
    private int listed;

    /** What has been seen of the entry at hand. */
    private int keyAt, keyLength, dataAt, dataLength, dataBytes;
    private String explicitKey;

    private PutParser(ServiceModel model, WireReader reader, int entriesExpected) {
        this.model = model;
        this.reader = reader;
        this.entries = new PutEntries(reader.array(), reader.encoding(), entriesExpected);
        beginEntry();
    }

    static PutCall records(ServiceModel model, WireReader reader) {
        PutParser parser = new PutParser(model, reader, ENTRIES_EXPECTED);
        boolean present = parser.members(model.input("PutRecords"), "");
        if (!present) {
            parser.violations.missing("records");
        }
        Shape.ListOf list = (Shape.ListOf) model.shape("PutRecordsRequestEntryList");
        list.size().check(present ? parser.listed : 1, "[" + parser.listed + " entries]", "records", parser.violations);
        return parser.finish();
    }

    static PutCall record(ServiceModel model, WireReader reader) {
        PutParser parser = new PutParser(model, reader, 1);
        parser.members(model.input("PutRecord"), "");
        parser.endEntry("");
        return parser.finish();
    }

    private PutCall finish() {
        reader.end();
        violations.refuseAny();
        StreamReference.refuseStreamId(streamId);
        StreamReference stream = new StreamReference(Optional.ofNullable(streamName), Optional.ofNullable(streamArn));
        return new PutCall(stream, entries, ordering == null ? Optional.empty() : Optional.of(orderingNumber()));
    }

    private SequenceNumber orderingNumber() {
        return SequenceNumber.parse(ordering).orElseThrow(() -> KinesisFault.ARGUMENT.because("ExclusiveMinimumSequenceNumber " + ordering
                + " used in PutRecord is invalid."));
    }

    /** Reads an object's members; says whether the list of records was among them. */
    private boolean members(Shape.Structure shape, String path) {
        WireNames names = shape.names();
        boolean records = false;
        int seen = 0;
        reader.beginObject();
        while (reader.nextMember()) {
            int index = names.indexOf(reader.array(), reader.offset(), reader.length());
            if (index >= 0 && (seen & 1 << index) != 0) {
                throw new MalformedInput("Duplicate member " + names.get(index));
            }
            seen |= index < 0 ? 0 : 1 << index;
            String unknown = index < 0 ? reader.sliceText() : null;
            if (reader.takeNull()) {
                continue;
            }
            if (index < 0) {
                reader.skip();
                violations.unknown(Violations.pathOf(path, unknown.isEmpty() ? "?" : unknown));
            } else {
                records |= member(names.get(index), path);
            }
        }
        return records;
    }

    private boolean member(String name, String path) {
        switch (name) {
            case "PartitionKey" -> key(path);
            case "Data" -> data(path);
            case "ExplicitHashKey" -> explicitKey = checked("HashKey", path, name);
            case "StreamName" -> streamName = checked("StreamName", path, name);
            case "StreamARN" -> streamArn = checked("StreamARN", path, name);
            case "SequenceNumberForOrdering" -> ordering = checked("SequenceNumber", path, name);
            case "StreamId" -> {
                checked("StreamId", path, name);
                streamId = true;
            }
            case "Records" -> {
                list();
                return true;
            }
            default -> throw new IllegalStateException("the model has a member the parser does not know: " + name);
        }
        return false;
    }

    private void list() {
        Shape.Structure entry = model.structure("PutRecordsRequestEntry");
        reader.beginList();
        while (reader.nextElement()) {
            if (++listed > KinesisLimits.PUT_RECORDS_MAX) {
                reader.skip();
                continue;
            }
            beginEntry();
            if (reader.takeNull()) {
                violations.missing(Violations.elementPath("records", listed - 1));
                continue;
            }
            members(entry, RECORDS);
            endEntry(RECORDS);
        }
    }

    private static final String RECORDS = "records";

    private void beginEntry() {
        keyAt = ABSENT;
        dataAt = ABSENT;
        explicitKey = null;
    }

    private void endEntry(String path) {
        if (keyAt == ABSENT) {
            violations.missing(path(path, "PartitionKey"));
        }
        if (dataAt == ABSENT) {
            violations.missing(path(path, "Data"));
        }
        if (violations.isEmpty()) {
            entries.add(keyAt, keyLength, dataAt, dataLength, dataBytes, explicitKey == null ? null : hashKey(explicitKey));
        }
    }

    private void key(String path) {
        reader.text();
        keyAt = reader.offset();
        keyLength = reader.length();
        int most = KinesisLimits.PARTITION_KEY_CHARACTERS_MAX;
        if (keyLength == 0 || keyLength > most && Utf8.characters(reader.array(), keyAt, keyLength) > most) {
            ((Shape.Text) model.shape("PartitionKey")).check(reader.sliceText(), path(path, "PartitionKey"), violations);
        }
    }

    private void data(String path) {
        reader.blob();
        dataAt = reader.offset();
        dataLength = reader.length();
        dataBytes = reader.encoding().decodedLength(reader.array(), dataAt, dataLength);
        if (dataBytes > KinesisLimits.RECORD_BYTES_MAX) {
            tooLong(dataBytes, KinesisLimits.RECORD_BYTES_MAX, path(path, "Data"), violations);
        }
    }

    static void tooLong(int dataBytes, int most, String path, Violations violations) {
        violations.add("java.nio.HeapByteBuffer[pos=0 lim=" + dataBytes + " cap=" + dataBytes + "]", path,
                "Member must have length less than or equal to " + most);
    }

    private String checked(String shape, String path, String name) {
        reader.text();
        String value = reader.sliceText();
        ((Shape.Text) model.shape(shape)).check(value, path(path, name), violations);
        return value;
    }

    /** Paths of entries are made only for complaints. */
    private String path(String path, String member) {
        return path.equals(RECORDS) ? Violations.elementPath(RECORDS, listed - 1) + "." + Violations.pathOf(member) : Violations.pathOf(path, member);
    }

    private static HashKey hashKey(String decimal) {
        BigInteger value = new BigInteger(decimal);
        if (value.bitLength() > 128) {
            throw KinesisFault.ARGUMENT.because("Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]. Specified value was "
                    + decimal);
        }
        return HashKey.of(value);
    }
}
