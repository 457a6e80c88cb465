package io.millrace.stream.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.stream.Position;
import io.millrace.stream.Positions;
import io.millrace.stream.StreamRecord;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** What is known of one shard, and what every reading of it must hold to. */
final class ShardOracle {

    private final String name;
    private final TreeMap<Long, Integer> acknowledged = new TreeMap<>();
    private final TreeMap<Long, Integer> seen = new TreeMap<>();
    private final Map<Integer, Long> placeOf = new HashMap<>();
    private final Map<Long, Long> arrivals = new HashMap<>();
    private long horizon;

    ShardOracle(String name) {
        this.name = name;
    }

    /** A record's data: its number, then bytes that follow from it. */
    static ByteBuffer data(int id, int length) {
        byte[] bytes = new byte[Math.max(Integer.BYTES, length)];
        new Random(id).nextBytes(bytes);
        return ByteBuffer.wrap(bytes).putInt(0, id);
    }

    private static int idOf(StreamRecord record) {
        int id = record.data().getInt(0);
        assertThat(record.data().equals(data(id, record.data().remaining()))).as("bytes of record %d", id).isTrue();
        return id;
    }

    void acknowledged(Positions positions, List<Integer> ids) {
        assertThat(positions.count()).isEqualTo(ids.size());
        for (int index = 0; index < ids.size(); index++) {
            long position = positions.get(index).value();
            assertThat(acknowledged.put(position, ids.get(index))).as("%s: position %d is used twice", name, position).isNull();
            placed(position, ids.get(index));
        }
    }

    private void placed(long position, int id) {
        Long before = placeOf.put(id, position);
        assertThat(before == null || before == position).as("%s: record %d is at %s and at %d", name, id, before, position).isTrue();
        Integer other = seen.get(position);
        assertThat(other == null || other == id).as("%s: position %d held %s, now %d", name, position, other, id).isTrue();
    }

    void trimmed(Position before) {
        horizon = Math.max(horizon, before.value());
    }

    long someAcknowledged(Random random) {
        return acknowledged.isEmpty() ? 0 : acknowledged.navigableKeySet().stream().skip(random.nextInt(acknowledged.size())).findFirst().orElseThrow();
    }

    /** Checks a complete reading from {@code from} on. */
    void check(long from, List<StreamRecord> records) {
        long last = -1;
        long arrived = Long.MIN_VALUE;
        TreeMap<Long, Integer> read = new TreeMap<>();
        for (StreamRecord record : records) {
            long position = record.position().value();
            assertThat(position).as("%s: order", name).isGreaterThan(last);
            assertThat(position).as("%s: behind the horizon", name).isGreaterThanOrEqualTo(Math.max(from, horizon));
            assertThat(record.arrivedAtMillis()).as("%s: arrival", name).isGreaterThanOrEqualTo(arrived);
            last = position;
            arrived = record.arrivedAtMillis();
            Long arrivedBefore = arrivals.put(position, arrived);
            assertThat(arrivedBefore == null || arrivedBefore == arrived).as("%s: arrival of %d changed", name, position).isTrue();
            read.put(position, idOf(record));
        }
        read.forEach(this::placed);
        long first = Math.max(from, horizon);
        assertThat(read).as("%s: every acknowledged record is there", name).containsAllEntriesOf(acknowledged.tailMap(first));
        assertThat(read).as("%s: what was visible stays", name).containsAllEntriesOf(seen.tailMap(first));
        seen.putAll(read);
    }
}
