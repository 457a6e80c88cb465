package io.millrace.delivery;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * Threads that put batches of records, one thread a way in, until told to stop, whatever becomes of the server. A record is
 * {@code {"id":"…","part":"…"}} and a line end; no attempt is repeated, the next record has a new id.
 */
final class Depositors {

    private static final int BATCH_RECORDS_MAX = 20, PARTS = 3;
    private static final Duration BETWEEN_CALLS = Duration.ofMillis(10), AFTER_A_FAILURE = Duration.ofMillis(50);

    /** Puts records; returns those acknowledged. */
    interface Way {
        List<String> put(List<String> records) throws IOException;
    }

    private final List<Depositor> depositors = new ArrayList<>();
    private volatile boolean stopped;

    void start(String name, Way way, long seed) {
        Depositor depositor = new Depositor(name, way, new SplittableRandom(seed));
        depositors.add(depositor);
        depositor.thread.start();
    }

    /** Puts a few records of that many bytes, one after the other, and returns; all have to be acknowledged. */
    void deposit(String name, Way way, int records, int bytesOfEach) throws IOException {
        Depositor depositor = new Depositor(name, way, new SplittableRandom(bytesOfEach));
        depositors.add(depositor);
        for (int i = 0; i < records; i++) {
            String record = depositor.next();
            String padded = record.substring(0, record.length() - 2) + ",\"pad\":\"" + "x".repeat(bytesOfEach - record.length() - 9) + "\"}\n";
            if (way.put(List.of(padded)).size() != 1) {
                throw new IOException("not acknowledged: record " + i + " of " + name);
            }
            depositor.acknowledged.add(id(record));
        }
    }

    /** Returns when all have had the answer to their last attempt, or seen it fail. */
    void stop() throws InterruptedException {
        stopped = true;
        for (Depositor depositor : depositors) {
            depositor.thread.join();
        }
    }

    /** The ids that were attempted by that name. After {@link #stop}. */
    Set<String> attempted(String name) {
        return find(name).attempted;
    }

    /** The ids whose records were acknowledged. After {@link #stop}. */
    Set<String> acknowledged(String name) {
        return find(name).acknowledged;
    }

    private Depositor find(String name) {
        return depositors.stream().filter(depositor -> depositor.name.equals(name)).findFirst().orElseThrow();
    }

    /** The id in a record. */
    static String id(String record) {
        int from = record.indexOf("\"id\":\"") + 6;
        return record.substring(from, record.indexOf('"', from));
    }

    private final class Depositor {

        private final String name;
        private final Way way;
        private final SplittableRandom random;
        private final Set<String> attempted = new HashSet<>(), acknowledged = new HashSet<>();
        private final Thread thread;

        Depositor(String name, Way way, SplittableRandom random) {
            this.name = name;
            this.way = way;
            this.random = random;
            this.thread = Thread.ofPlatform().name("depositor-" + name).daemon().unstarted(this::produce);
        }

        private void produce() {
            while (!stopped) {
                List<String> records = IntStream.range(0, random.nextInt(1, BATCH_RECORDS_MAX + 1)).mapToObj(i -> next()).toList();
                try {
                    way.put(records).forEach(record -> acknowledged.add(id(record)));
                } catch (IOException crashed) {
                    LockSupport.parkNanos(AFTER_A_FAILURE.toNanos());
                }
                LockSupport.parkNanos(BETWEEN_CALLS.toNanos());
            }
        }

        private String next() {
            String id = name + "-" + attempted.size();
            attempted.add(id);
            return "{\"id\":\"" + id + "\",\"part\":\"p" + random.nextInt(PARTS) + "\"}\n";
        }
    }
}
