package io.millrace.kinesis.put;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.millrace.kinesis.KinesisFault;
import io.millrace.kinesis.KinesisLimits;
import io.millrace.kinesis.rate.ShardRates;
import io.millrace.stream.RecordBatch;
import io.millrace.stream.Shard;
import io.millrace.stream.StreamDescription;
import io.millrace.stream.registry.LiveStream;
import io.millrace.wire.model.Violations;
import java.util.ArrayList;
import java.util.List;

/** A call's records in one batch a shard, and where each entry went. */
final class RoutedRecords {

    private final List<Part> parts;
    private final int[] partOf;
    private final boolean[] refused;

    /** One shard's records. */
    record Part(Shard shard, byte[] shardName, RecordBatch batch) {
    }

    private RoutedRecords(List<Part> parts, int[] partOf, boolean[] refused) {
        this.parts = parts;
        this.partOf = partOf;
        this.refused = refused;
    }

    List<Part> parts() {
        return parts;
    }

    int entries() {
        return partOf.length;
    }

    Part part(int entry) {
        return parts.get(partOf[entry]);
    }

    int partIndex(int entry) {
        return partOf[entry];
    }

    /** Whether the entry was kept out by its shard's rate. */
    boolean isRefused(int entry) {
        return refused[entry];
    }

    /** Routes and decodes; throws, with nothing done, if a record or the call is too large or not decodable. */
    static RoutedRecords of(PutEntries entries, LiveStream stream, boolean single, ShardRates rates) {
        refuseTooLarge(entries, stream.description(), single);
        List<Shard> shards = stream.router().shards();
        int[] partOfShard = new int[shards.size()];
        int[] partBytes = new int[Math.min(shards.size(), entries.count())];
        int[] partOf = new int[entries.count()];
        int[] shardOfPart = new int[partBytes.length];
        int parts = 0;
        for (int i = 0; i < entries.count(); i++) {
            int shard = shards.size() == 1 ? 0 : stream.router().indexOf(entries.hashKey(i));
            if (partOfShard[shard] == 0) {
                shardOfPart[parts] = shard;
                partOfShard[shard] = ++parts;
            }
            partOf[i] = partOfShard[shard] - 1;
            partBytes[partOf[i]] += entries.recordBytes(i) + RecordBatch.RECORD_OVERHEAD_BYTES;
        }
        List<Part> made = new ArrayList<>(parts);
        for (int part = 0; part < parts; part++) {
            Shard shard = shards.get(shardOfPart[part]);
            made.add(new Part(shard, shard.id().wire().getBytes(US_ASCII), new RecordBatch(partBytes[part])));
        }
        boolean[] refused = new boolean[entries.count()];
        for (int i = 0; i < entries.count(); i++) {
            Part part = made.get(partOf[i]);
            refused[i] = !rates.admitsPut(stream.description().key(part.shard()), entries.recordBytes(i));
            if (!refused[i]) {
                entries.addTo(part.batch(), i);
            }
        }
        return new RoutedRecords(made, partOf, refused);
    }

    private static void refuseTooLarge(PutEntries entries, StreamDescription stream, boolean single) {
        Violations violations = new Violations();
        long bytes = 0;
        for (int i = 0; i < entries.count(); i++) {
            bytes += entries.recordBytes(i);
            if (entries.recordBytes(i) > stream.recordBytesMax()) {
                PutParser.tooLong(entries.dataBytes(i), stream.recordBytesMax(),
                        single ? "data" : Violations.elementPath("records", i) + ".data", violations);
            }
        }
        violations.refuseAny();
        if (bytes > KinesisLimits.PUT_BYTES_MAX) {
            throw KinesisFault.ARGUMENT.because("Records size exceeds " + KinesisLimits.PUT_BYTES_MAX / (1024 * 1024) + " MB limit");
        }
    }
}
