package io.millrace.crash;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;

/**
 * Several threads that put records, singly and in batches, until told to stop, whatever becomes of the server. No attempt is repeated; the
 * next record has a new id.
 */
final class Producers {

    private static final int BATCH_RECORDS_MAX = 8;
    private static final Duration BETWEEN_CALLS = Duration.ofMillis(5), AFTER_A_FAILURE = Duration.ofMillis(50);

    private final KinesisClient kinesis;
    private final String stream;
    private final List<Producer> producers;
    private volatile boolean stopped;

    private Producers(KinesisClient kinesis, String stream, int count, long seed) {
        this.kinesis = kinesis;
        this.stream = stream;
        SplittableRandom random = new SplittableRandom(seed);
        this.producers = IntStream.range(0, count).mapToObj(i -> new Producer("p" + i, random.split())).toList();
    }

    static Producers start(KinesisClient kinesis, String stream, int count, long seed) {
        Producers started = new Producers(kinesis, stream, count, seed);
        started.producers.forEach(producer -> producer.thread.start());
        return started;
    }

    /** Returns when all have had the answer to their last attempt, or seen it fail. */
    void stop() throws InterruptedException {
        stopped = true;
        for (Producer producer : producers) {
            producer.thread.join();
        }
        for (Producer producer : producers) {
            if (producer.failure != null) {
                throw new AssertionError("producer " + producer.name + " failed in a way no crash explains", producer.failure);
            }
        }
    }

    /** The ids of all attempts. After {@link #stop}. */
    Set<String> attempted() {
        Set<String> ids = new LinkedHashSet<>();
        producers.forEach(producer -> ids.addAll(producer.attempted));
        return ids;
    }

    /** What each producer was told, in its order. After {@link #stop}. */
    List<List<Sighting>> acknowledged() {
        return producers.stream().map(producer -> producer.acknowledged).toList();
    }

    private final class Producer {

        private final String name;
        private final SplittableRandom random;
        private final List<String> attempted = new ArrayList<>();
        private final List<Sighting> acknowledged = new ArrayList<>();
        private final Thread thread;
        private Throwable failure;
        private int attempts;

        Producer(String name, SplittableRandom random) {
            this.name = name;
            this.random = random;
            this.thread = Thread.ofPlatform().name("producer-" + name).daemon().uncaughtExceptionHandler((which, thrown) -> failure = thrown)
                    .unstarted(this::produce);
        }

        private void produce() {
            while (!stopped) {
                try {
                    if (random.nextInt(3) == 0) {
                        putOne();
                    } else {
                        putSome(random.nextInt(1, BATCH_RECORDS_MAX + 1));
                    }
                } catch (SdkException e) {
                    LockSupport.parkNanos(AFTER_A_FAILURE.toNanos());
                }
                LockSupport.parkNanos(BETWEEN_CALLS.toNanos());
            }
        }

        private void putOne() {
            String id = nextId();
            PutRecordResponse response = kinesis.putRecord(call -> call.streamName(stream).partitionKey(id).data(SdkBytes.fromUtf8String(id)));
            acknowledged.add(new Sighting(id, new Place(response.shardId(), response.sequenceNumber())));
        }

        private void putSome(int count) {
            List<String> ids = IntStream.range(0, count).mapToObj(i -> nextId()).toList();
            List<PutRecordsRequestEntry> entries = ids.stream()
                    .map(id -> PutRecordsRequestEntry.builder().partitionKey(id).data(SdkBytes.fromUtf8String(id)).build()).toList();
            PutRecordsResponse response = kinesis.putRecords(call -> call.streamName(stream).records(entries));
            for (int i = 0; i < count; i++) {
                PutRecordsResultEntry result = response.records().get(i);
                if (result.errorCode() == null) {
                    acknowledged.add(new Sighting(ids.get(i), new Place(result.shardId(), result.sequenceNumber())));
                }
            }
        }

        private String nextId() {
            String id = name + "-" + attempts++;
            attempted.add(id);
            return id;
        }
    }
}
