package io.millrace.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

import io.millrace.bench.client.Control;
import io.millrace.bench.client.LoadClient;
import io.millrace.bench.client.ShardReading;

/**
 * A stream read whole with GetRecords.
 *
 * @param records how many came
 * @param seconds how long it took
 */
record Reading(long records, double seconds) {

    /**
     * Reads all shards from their starts.
     *
     * @throws IOException also when fewer records came than are there: a benchmark that loses records measures nothing
     */
    static Reading whole(InetSocketAddress server, Control control, String stream, int connections, long expected) throws IOException {
        List<String> starts = control.shards(stream).stream().map(shard -> control.iteratorAtStart(stream, shard)).toList();
        Iterator<String> iterators = starts.iterator();
        List<ShardReading> readings = Stream.generate(() -> new ShardReading(iterators)).limit(connections).toList();
        long start = System.nanoTime();
        LoadClient.run(server, readings);
        double seconds = (System.nanoTime() - start) / 1e9;
        long records = readings.stream().mapToLong(ShardReading::records).sum();
        if (records != expected) {
            throw new IOException("read %,d records of %,d".formatted(records, expected));
        }
        return new Reading(records, seconds);
    }

    /** Of payload. */
    double megabytesPerSecond() {
        return records * Filling.PAYLOAD_BYTES / seconds / 1e6;
    }
}
