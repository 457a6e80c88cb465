package io.millrace.firehose.source;

import io.millrace.firehose.seal.RecordSeal;
import io.millrace.stream.RecordBatch;
import io.millrace.stream.StreamRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * What was put as records of the hidden stream. The key: {@code version:u8=1 flags:u8}, and the key's name if flag 1 (sealed) is set; the
 * data: the record, perhaps sealed ({@link RecordSeal}). Any thread.
 */
public final class InputCodec {

    private static final byte VERSION = 1, PLAIN = 0, SEALED = 1;
    private static final byte[] PLAIN_KEY = {VERSION, PLAIN};

    private final RecordSeal seal;

    public InputCodec(RecordSeal seal) {
        this.seal = seal;
    }

    /** @param keyName to seal with; empty: not sealed */
    public RecordBatch write(List<byte[]> records, Optional<String> keyName) {
        RecordBatch batch = new RecordBatch(records.stream().mapToInt(data -> data.length + RecordBatch.RECORD_OVERHEAD_BYTES + 2).sum());
        byte[] key = keyName.map(InputCodec::sealedKey).orElse(PLAIN_KEY);
        for (byte[] data : records) {
            batch.add(key, ByteBuffer.wrap(keyName.isPresent() ? seal.seal(keyName.get(), data) : data));
        }
        return batch;
    }

    private static byte[] sealedKey(String name) {
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(2 + utf8.length).put(VERSION).put(SEALED).put(utf8).array();
    }

    /** The record as it was put. Throws {@link IllegalArgumentException} or {@link RecordSeal.Broken} for what is none. */
    public byte[] read(StreamRecord stored) {
        ByteBuffer key = stored.keyUtf8().duplicate();
        if (key.remaining() < 2 || key.get() != VERSION) {
            throw new IllegalArgumentException("not a put record at " + stored.position());
        }
        byte flags = key.get();
        byte[] data = new byte[stored.data().remaining()];
        stored.data().duplicate().get(data);
        return flags == PLAIN ? data : seal.unseal(StandardCharsets.UTF_8.decode(key).toString(), data);
    }
}
