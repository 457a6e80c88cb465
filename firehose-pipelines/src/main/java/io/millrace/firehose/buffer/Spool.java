package io.millrace.firehose.buffer;

import io.millrace.disk.DiskFile;
import io.millrace.firehose.seal.ChunkedOutput;
import io.millrace.firehose.transform.FirehoseRecord;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Optional;

/** An open spool: the records of one partition, in a file. One thread. */
final class Spool {

    private final SpoolKey key;
    private final String name;
    private final DiskFile file;
    private final DataOutputStream out;
    private final ChunkedOutput chunks;
    private final long openedAtMillis;
    private final PositionSet.Builder positions = new PositionSet.Builder();
    private final ByteArrayOutputStream frame = new ByteArrayOutputStream();
    private long holdsFrom = Long.MAX_VALUE;
    private long oldestArrivedAtMillis = Long.MAX_VALUE;
    private long records;
    private long bytes;

    Spool(SpoolKey key, SpoolDirectory directory, Optional<String> keyName, long nowMillis) throws IOException {
        this.key = key;
        this.name = directory.newSpool();
        this.file = directory.create(name);
        this.chunks = directory.spoolOutput(file, keyName);
        this.out = new DataOutputStream(chunks);
        this.openedAtMillis = nowMillis;
    }

    /** Positions come in any order, each once. */
    void add(long position, long from, FirehoseRecord record) throws IOException {
        frame.reset();
        OutcomeCodec.writeRecord(record, new DataOutputStream(frame));
        out.writeLong(position);
        out.writeInt(frame.size());
        frame.writeTo(out);
        positions.add(position);
        holdsFrom = Math.min(holdsFrom, from);
        oldestArrivedAtMillis = Math.min(oldestArrivedAtMillis, record.origin().arrivedAtMillis());
        records++;
        bytes += record.data().length;
    }

    SpoolKey key() {
        return key;
    }

    long records() {
        return records;
    }

    long bytes() {
        return bytes;
    }

    int ranges() {
        return positions.ranges();
    }

    long openedAtMillis() {
        return openedAtMillis;
    }

    long holdsFrom() {
        return holdsFrom;
    }

    long oldestArrivedAtMillis() {
        return oldestArrivedAtMillis;
    }

    /** @param durable whether the file must outlive a power cut, once its name is synced */
    SealedSpool seal(boolean durable) throws IOException {
        chunks.finish();
        if (durable) {
            file.force(true);
        }
        file.close();
        return new SealedSpool(key, name, records, bytes, positions.build(), holdsFrom, oldestArrivedAtMillis);
    }

    /** Gives the spool up; the file is the directory's to remove. */
    String abandon() throws IOException {
        file.close();
        return name;
    }
}
