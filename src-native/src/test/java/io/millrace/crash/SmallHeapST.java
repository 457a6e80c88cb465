package io.millrace.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

import io.millrace.process.ServerLaunch;
import io.millrace.process.ServerProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** Promise 4: a gigabyte is written to, kept by, recovered by and read from a server with 64 MB of heap. */
class SmallHeapST {

    private static final String STREAM = "backlog";
    private static final int SHARDS = 4, WRITERS = 4, CALLS = 1_000, RECORDS_PER_CALL = 10, RECORD_BYTES = 100_000;
    private static final Duration READY = Duration.ofSeconds(90), STOP = Duration.ofSeconds(30);
    private static final byte[] FILLER = new byte[RECORD_BYTES];

    @TempDir
    private Path directory;

    @Test
    void aGigabytePassesThroughSixtyFourMegabytes() throws InterruptedException, ExecutionException {
        ServerLaunch launch = ServerLaunch.on(directory.resolve("data")).withJvmOptions("-Xmx64m");
        try (ServerProcess server = ServerProcess.start(launch).awaitReady(READY); Clients clients = new Clients(server.endpoint())) {
            clients.createStream(STREAM, SHARDS);
            write(clients);
            server.killAll();
        }
        try (ServerProcess server = ServerProcess.start(launch).awaitReady(READY); Clients clients = new Clients(server.endpoint())) {
            assertThat(read(clients)).isEqualTo(expected());
            assertThat(server.terminate(STOP)).as(server.logTail()).isZero();
        }
    }

    private static void write(Clients clients) throws InterruptedException, ExecutionException {
        inParallel(WRITERS, writer -> {
            for (int call = writer; call < CALLS; call += WRITERS) {
                put(clients, call);
            }
        });
    }

    private static void inParallel(int count, IntConsumer work) throws InterruptedException, ExecutionException {
        List<Future<?>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(count)) {
            for (int i = 0; i < count; i++) {
                int index = i;
                running.add(threads.submit(() -> work.accept(index)));
            }
        }
        for (Future<?> each : running) {
            each.get();
        }
    }

    private static void put(Clients clients, int call) {
        List<PutRecordsRequestEntry> entries = IntStream.range(0, RECORDS_PER_CALL).mapToObj(record -> id(call, record))
                .map(id -> PutRecordsRequestEntry.builder().partitionKey(id).data(SdkBytes.fromByteArrayUnsafe(dataOf(id))).build()).toList();
        PutRecordsResponse response = clients.kinesis().putRecords(request -> request.streamName(STREAM).records(entries));
        assertThat(response.failedRecordCount()).isZero();
    }

    /** All shards at the same time, each page as large as may be: what overflows a heap is what is read at once. */
    private static Set<String> read(Clients clients) throws InterruptedException, ExecutionException {
        Set<String> ids = ConcurrentHashMap.newKeySet();
        List<Shard> shards = clients.kinesis().listShards(call -> call.streamName(STREAM)).shards();
        inParallel(shards.size(), index -> read(clients, shards.get(index).shardId(), ids));
        return ids;
    }

    private static void read(Clients clients, String shard, Set<String> ids) {
        String iterator = clients.kinesis().getShardIterator(call -> call.streamName(STREAM).shardId(shard)
                .shardIteratorType(ShardIteratorType.TRIM_HORIZON)).shardIterator();
        for (boolean more = true; more;) {
            String from = iterator;
            GetRecordsResponse page = clients.kinesis().getRecords(call -> call.shardIterator(from));
            page.records().forEach(record -> {
                byte[] data = record.data().asByteArrayUnsafe();
                assertThat(data).hasSize(RECORD_BYTES);
                assertThat(ids.add(new String(data, 0, record.partitionKey().length(), StandardCharsets.US_ASCII))).isTrue();
            });
            iterator = page.nextShardIterator();
            more = !page.records().isEmpty() || page.millisBehindLatest() > 0;
        }
    }

    private static Set<String> expected() {
        Set<String> ids = new HashSet<>();
        for (int call = 0; call < CALLS; call++) {
            for (int record = 0; record < RECORDS_PER_CALL; record++) {
                ids.add(id(call, record));
            }
        }
        return ids;
    }

    private static String id(int call, int record) {
        return "r" + call + "-" + record;
    }

    private static byte[] dataOf(String id) {
        byte[] data = FILLER.clone();
        System.arraycopy(id.getBytes(StandardCharsets.US_ASCII), 0, data, 0, id.length());
        return data;
    }
}
