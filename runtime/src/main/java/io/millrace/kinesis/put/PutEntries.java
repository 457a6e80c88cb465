package io.millrace.kinesis.put;

import io.millrace.stream.HashKey;
import io.millrace.stream.RecordBatch;
import io.millrace.wire.codec.BlobEncoding;
import java.util.Arrays;

/** Where the records of a body lie in it. Filled by the parser, then only read. */
final class PutEntries {

    private static final int KEY_AT = 0, KEY_LENGTH = 1, DATA_AT = 2, DATA_LENGTH = 3, BYTES = 4, FIELDS = 5;

    private final byte[] body;
    private final BlobEncoding encoding;
    private int[] fields;
    private HashKey[] explicitKeys;
    private int count;

    PutEntries(byte[] body, BlobEncoding encoding, int expected) {
        this.body = body;
        this.encoding = encoding;
        this.fields = new int[expected * FIELDS];
    }

    /** @param dataBytes the data's length once decoded */
    void add(int keyAt, int keyLength, int dataAt, int dataLength, int dataBytes, HashKey explicitKey) {
        int at = count * FIELDS;
        if (at == fields.length) {
            fields = Arrays.copyOf(fields, 2 * fields.length);
        }
        fields[at + KEY_AT] = keyAt;
        fields[at + KEY_LENGTH] = keyLength;
        fields[at + DATA_AT] = dataAt;
        fields[at + DATA_LENGTH] = dataLength;
        fields[at + BYTES] = dataBytes;
        if (explicitKey != null) {
            if (explicitKeys == null) {
                explicitKeys = new HashKey[fields.length / FIELDS];
            } else if (explicitKeys.length <= count) {
                explicitKeys = Arrays.copyOf(explicitKeys, fields.length / FIELDS);
            }
            explicitKeys[count] = explicitKey;
        }
        count++;
    }

    int count() {
        return count;
    }

    /** Data and key of an entry, in bytes. */
    int recordBytes(int index) {
        return fields[index * FIELDS + BYTES] + fields[index * FIELDS + KEY_LENGTH];
    }

    int dataBytes(int index) {
        return fields[index * FIELDS + BYTES];
    }

    /** Where the entry goes. */
    HashKey hashKey(int index) {
        if (explicitKeys != null && index < explicitKeys.length && explicitKeys[index] != null) {
            return explicitKeys[index];
        }
        return HashKey.ofPartitionKey(body, fields[index * FIELDS + KEY_AT], fields[index * FIELDS + KEY_LENGTH]);
    }

    /** Adds the entry to the batch; throws if its data is not in the encoding it should be in. */
    void addTo(RecordBatch batch, int index) {
        int at = index * FIELDS;
        int target = batch.reserve(body, fields[at + KEY_AT], fields[at + KEY_LENGTH], fields[at + BYTES]);
        encoding.decode(body, fields[at + DATA_AT], fields[at + DATA_LENGTH], batch.array(), target, fields[at + BYTES]);
    }
}
