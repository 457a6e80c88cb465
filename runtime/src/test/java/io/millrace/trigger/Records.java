package io.millrace.trigger;

import io.millrace.stream.Position;
import io.millrace.stream.StreamRecord;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Records for tests of the trigger's decisions. */
final class Records {

    private Records() {
    }

    static StreamRecord record(long ordinal, int bytes) {
        return new StreamRecord(Position.of(1, ordinal), 1_000 + ordinal, ByteBuffer.wrap(new byte[] {'k'}), ByteBuffer.allocate(bytes));
    }

    /** Records of ten bytes, one after the other. */
    static List<StreamRecord> run(long first, int count) {
        List<StreamRecord> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            records.add(record(first + i, 10));
        }
        return records;
    }
}
