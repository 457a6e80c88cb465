package io.millrace.firehose.buffer;

import io.millrace.firehose.seal.RecordSeal;
import io.millrace.firehose.transform.FirehoseRecord;
import io.millrace.firehose.transform.RecordOrigin;
import io.millrace.stream.RecordBatch;
import io.millrace.stream.StreamRecord;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Outcomes as records of the hidden stream. The key is an {@link OutcomeKey}; the data, perhaps sealed ({@link RecordSeal}), big endian:
 * {@code recordId arrived:i64 kinesis:u8 [shardId partitionKey sequenceNumber subSequence:i64] queryKeys functionKeys payload}; texts are
 * {@code length:i32 UTF-8}, keys {@code count:u16 {text text}}; an outcome of way NOTHING has no data, nor has one
 * that refers to the input. Any thread.
 */
public final class OutcomeCodec {

    private final RecordSeal seal;

    public OutcomeCodec(RecordSeal seal) {
        this.seal = seal;
    }

    /** Adds the outcome to a batch. @param keyName to seal with; empty: not sealed */
    public void write(Outcome outcome, Optional<String> keyName, RecordBatch batch) {
        byte[] body = outcome.record().map(OutcomeCodec::body).orElse(new byte[0]);
        Optional<String> sealedWith = body.length > 0 ? keyName : Optional.empty();
        OutcomeKey key = new OutcomeKey(outcome.sourceShard(), outcome.source(), outcome.sub(), outcome.last(), outcome.way(),
                outcome.refersToInput(), sealedWith);
        batch.add(key.bytes(), ByteBuffer.wrap(sealedWith.map(name -> seal.seal(name, body)).orElse(body)));
    }

    private static byte[] body(FirehoseRecord record) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(record.data().length + 128);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            writeRecord(record, out);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /** The data's layout, without a length: the payload ends it. */
    static void writeRecord(FirehoseRecord record, DataOutputStream out) throws IOException {
        RecordOrigin origin = record.origin();
        writeText(origin.recordId(), out);
        out.writeLong(origin.arrivedAtMillis());
        out.writeBoolean(origin.kinesis().isPresent());
        if (origin.kinesis().isPresent()) {
            RecordOrigin.KinesisOrigin kinesis = origin.kinesis().get();
            writeText(kinesis.shardId(), out);
            writeText(kinesis.partitionKey(), out);
            writeText(kinesis.sequenceNumber(), out);
            out.writeLong(kinesis.subSequenceNumber());
        }
        writeKeys(record.queryKeys(), out);
        writeKeys(record.functionKeys(), out);
        out.write(record.data());
    }

    /** Reads what the store gave. Throws {@link IllegalArgumentException} for what it does not know. */
    public Outcome read(StreamRecord stored) {
        OutcomeKey key = OutcomeKey.of(stored);
        byte[] data = new byte[stored.data().remaining()];
        stored.data().duplicate().get(data);
        byte[] plain = key.sealedWith().isPresent() ? seal.unseal(key.sealedWith().get(), data) : data;
        boolean isBare = key.way() == Outcome.Way.NOTHING || key.refersToInput();
        if (isBare && plain.length > 0) {
            throw new IllegalArgumentException("an outcome without a record has data at " + stored.position());
        }
        return new Outcome(key.sourceShard(), key.source(), key.sub(), key.last(), key.way(), isBare ? Optional.empty() : Optional.of(readRecord(plain)));
    }

    static FirehoseRecord readRecord(byte[] data) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(data))) {
            String recordId = readText(in);
            long arrived = in.readLong();
            Optional<RecordOrigin.KinesisOrigin> kinesis = in.readBoolean()
                    ? Optional.of(new RecordOrigin.KinesisOrigin(readText(in), readText(in), readText(in), in.readLong())) : Optional.empty();
            Map<String, String> queryKeys = readKeys(in), functionKeys = readKeys(in);
            return new FirehoseRecord(new RecordOrigin(recordId, arrived, kinesis), in.readAllBytes(), queryKeys, functionKeys);
        } catch (IOException shortened) {
            throw new IllegalArgumentException("outcome is cut off", shortened);
        }
    }

    private static void writeKeys(Map<String, String> keys, DataOutputStream out) throws IOException {
        out.writeShort(keys.size());
        for (Map.Entry<String, String> key : keys.entrySet()) {
            writeText(key.getKey(), out);
            writeText(key.getValue(), out);
        }
    }

    private static Map<String, String> readKeys(DataInputStream in) throws IOException {
        int count = in.readUnsignedShort();
        Map<String, String> keys = count == 0 ? Map.of() : new HashMap<>();
        for (int left = count; left > 0; left--) {
            keys.put(readText(in), readText(in));
        }
        return keys;
    }

    private static void writeText(String text, DataOutputStream out) throws IOException {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(utf8.length);
        out.write(utf8);
    }

    private static String readText(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new IOException("text of " + length + " bytes");
        }
        byte[] utf8 = new byte[length];
        in.readFully(utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
