package io.millrace.delivery;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.process.Await;
import io.millrace.process.ServerLaunch;
import io.millrace.process.ServerProcess;
import io.millrace.process.StoreProgram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Delivery streams against kill -9 at random moments, with an HTTP endpoint and an S3-compatible store, or a directory in its stead, that
 * refuse, hang, half answer, drop connections and lose answers: nothing that was acknowledged is lost; in objects every record is exactly
 * once; the endpoint may get one twice, which is counted.
 * {@code -Dmillrace.firehose.crash.rounds=100} for a long run, {@code -Dmillrace.firehose.crash.seed=…} for the moments of an earlier one.
 */
class FirehoseCrashST {

    private static final int ROUNDS = Integer.getInteger("millrace.firehose.crash.rounds", 3);
    private static final int MILLIS_BEFORE_READY_MAX = 2_500, MILLIS_AFTER_READY_MAX = 4_000;
    private static final Duration READY = Duration.ofSeconds(60), DELIVERY = Duration.ofMinutes(3), STOP = Duration.ofSeconds(40);
    private static final String PLAIN = "plain", PARTED = "parted", SOURCED = "sourced", POSTED = "posted", SOURCE = "source-of-sourced",
            BULK = "bulk", BACKUP = "backup", REQUEST = "2s";
    /** Together they fill one object of {@link #BULK}, which is large enough to go in parts. */
    private static final int BULK_RECORDS = 24, BULK_RECORD_BYTES = 18 * 1024 * 1024 / BULK_RECORDS;
    private static final String TO_BUCKET = "\"RoleARN\":\"arn:aws:iam::000000000000:role/any\",\"BucketARN\":\"arn:aws:s3:::%s\"";
    private static final String SOON = "\"BufferingHints\":{\"SizeInMBs\":1,\"IntervalInSeconds\":1}";

    @TempDir
    private Path directory;

    private final long seed = Long.getLong("millrace.firehose.crash.seed", ThreadLocalRandom.current().nextLong());
    private final SplittableRandom random = new SplittableRandom(seed);

    @Test
    void everyAcknowledgedRecordIsInOneFileOfADirectory() throws IOException, InterruptedException {
        ServerLaunch launch = launch();
        List<String> streams = List.of(PLAIN, PARTED, SOURCED);
        crashes("directory", launch, streams, () -> true, () -> { }, name -> new Bucket(launch.data().resolve("buckets").resolve(name)));
    }

    @Test
    void everyAcknowledgedRecordIsInOneObjectOfAStore() throws IOException, InterruptedException {
        List<String> streams = List.of(PLAIN, PARTED, SOURCED, BULK);
        List<String> buckets = new ArrayList<>(streams);
        buckets.add(BACKUP);
        try (RealStore store = RealStore.start(directory, buckets); MoodyStore moody = new MoodyStore(store.address(), random.nextLong())) {
            ServerLaunch launch = launch().withEnvironment("MILLRACE_FIREHOSE_S3_ENDPOINT", moody.endpoint().toString())
                    .withEnvironment("MILLRACE_FIREHOSE_S3_ACCESS_KEY_ID", StoreProgram.IDENTITY)
                    .withEnvironment("MILLRACE_FIREHOSE_S3_SECRET_ACCESS_KEY", StoreProgram.SECRET);
            crashes("store", launch, streams, () -> moody.met().size() == MoodyStore.Mood.values().length, moody::beGood, store::bucket);
            System.out.println("FirehoseCrashST store: requests " + moody.met());
            assertThat(store.bucket(BULK).largestBytes()).as("went in parts").isGreaterThan(16L << 20);
            assertThat(store.bucket(BULK).unfinishedUploads()).as("uploads left open, seed %d", seed).isZero();
        }
    }

    private ServerLaunch launch() {
        return ServerLaunch.on(directory.resolve("data")).withEnvironment("MILLRACE_FIREHOSE_SMALL_BUFFERS", "true")
                .withEnvironment("MILLRACE_FIREHOSE_ENDPOINT_TIMEOUT", REQUEST).withEnvironment("MILLRACE_FIREHOSE_S3_REQUEST_TIMEOUT", REQUEST);
    }

    private void crashes(String place, ServerLaunch launch, List<String> streams, BooleanSupplier met, Runnable mend, Function<String, Objects> objects)
            throws IOException, InterruptedException {
        System.out.println("FirehoseCrashST " + place + ": " + ROUNDS + " rounds, seed " + seed);
        Depositors depositors = new Depositors();
        ServerProcess server = ServerProcess.start(launch).awaitReady(READY);
        try (MoodyReceiver receiver = new MoodyReceiver(random.nextLong())) {
            FirehoseCalls calls = new FirehoseCalls(server.endpoint());
            create(calls, receiver);
            if (streams.contains(BULK)) {
                depositors.deposit(BULK, records -> calls.putBatch(BULK, records), BULK_RECORDS, BULK_RECORD_BYTES);
            }
            for (String name : new String[] {PLAIN, PARTED, POSTED}) {
                depositors.start(name, records -> calls.putBatch(name, records), random.nextLong());
            }
            depositors.start(SOURCED, records -> calls.putRecords(SOURCE, records), random.nextLong());
            for (int round = 0; round < ROUNDS; round++) {
                crash(server);
                server = ServerProcess.start(launch);
            }
            server.awaitReady(READY);
            Await.until(DELIVERY, () -> met.getAsBoolean() && receiver.silences() > 0, () -> "requests met every fault, seed " + seed);
            depositors.stop();
            receiver.beGood();
            mend.run();
            for (String name : streams) {
                judgeObjects(name, depositors, server, objects);
            }
            judgeEndpoint(depositors, receiver, server);
            assertThat(server.terminate(STOP)).as("stopped; the end of its log:%n%s", server.logTail()).isZero();
            ServerProcess.CommandResult verify = ServerProcess.run(launch, READY, "verify", launch.data().toString());
            assertThat(verify.exitCode()).as(verify.output()).isZero();
        } finally {
            server.close();
        }
    }

    private static void create(FirehoseCalls calls, MoodyReceiver receiver) throws IOException {
        String plain = TO_BUCKET.formatted(PLAIN) + "," + SOON + ",\"CompressionFormat\":\"GZIP\"";
        calls.create(PLAIN, "\"ExtendedS3DestinationConfiguration\":{" + plain + "}");
        calls.create(PARTED, "\"ExtendedS3DestinationConfiguration\":{" + TO_BUCKET.formatted(PARTED) + ","
                + SOON + ",\"Prefix\":\"!{partitionKeyFromQuery:part}/\",\"ErrorOutputPrefix\":\"errors/\","
                + "\"DynamicPartitioningConfiguration\":{\"Enabled\":true},\"ProcessingConfiguration\":{\"Enabled\":true,\"Processors\":["
                + "{\"Type\":\"MetadataExtraction\",\"Parameters\":[{\"ParameterName\":\"MetadataExtractionQuery\",\"ParameterValue\":\"{part:.part}\"},"
                + "{\"ParameterName\":\"JsonParsingEngine\",\"ParameterValue\":\"JQ-1.6\"}]}]}}");
        calls.create(BULK, "\"ExtendedS3DestinationConfiguration\":{" + TO_BUCKET.formatted(BULK)
                + ",\"BufferingHints\":{\"SizeInMBs\":18,\"IntervalInSeconds\":900}}");
        calls.kinesis("CreateStream", "{\"StreamName\":\"" + SOURCE + "\",\"ShardCount\":2}");
        calls.create(SOURCED, "\"DeliveryStreamType\":\"KinesisStreamAsSource\",\"KinesisStreamSourceConfiguration\":{\"KinesisStreamARN\":"
                + "\"arn:aws:kinesis:us-east-1:000000000000:stream/" + SOURCE + "\",\"RoleARN\":\"arn:aws:iam::000000000000:role/any\"},"
                + "\"ExtendedS3DestinationConfiguration\":{" + TO_BUCKET.formatted(SOURCED) + "," + SOON + ",\"CompressionFormat\":\"GZIP\"}");
        calls.create(POSTED, "\"HttpEndpointDestinationConfiguration\":{\"EndpointConfiguration\":{\"Url\":\"" + receiver.url()
                + "\",\"Name\":\"moody\"},\"RoleARN\":\"arn:aws:iam::000000000000:role/any\"," + SOON + ",\"RetryOptions\":{\"DurationInSeconds\":7200},"
                + "\"RequestConfiguration\":{\"ContentEncoding\":\"GZIP\"},\"S3Configuration\":{" + TO_BUCKET.formatted(BACKUP) + "}}");
    }

    /** Mostly some time after it is ready, sometimes while it starts. */
    private void crash(ServerProcess server) {
        if (random.nextInt(5) == 0) {
            LockSupport.parkNanos(Duration.ofMillis(random.nextInt(MILLIS_BEFORE_READY_MAX)).toNanos());
        } else {
            server.awaitReady(READY);
            LockSupport.parkNanos(Duration.ofMillis(random.nextInt(MILLIS_AFTER_READY_MAX)).toNanos());
        }
        assertThat(server.isAlive()).as("the server lived until it was killed; the end of its log:%n%s", server.logTail()).isTrue();
        server.killAll();
    }

    private void judgeObjects(String name, Depositors depositors, ServerProcess server, Function<String, Objects> objects) {
        Objects bucket = objects.apply(name);
        Set<String> acknowledged = depositors.acknowledged(name);
        Await.holds(DELIVERY, () -> bucket.ids().keySet().containsAll(acknowledged));
        Map<String, Integer> found = objects.apply(name).ids();
        System.out.printf("FirehoseCrashST %s: %d attempted, %d acknowledged, %d delivered in %d objects%n", name,
                depositors.attempted(name).size(), acknowledged.size(), found.size(), bucket.count());
        assertThat(acknowledged).as("acknowledged to %s, seed %d", name, seed).isNotEmpty();
        assertThat(missing(acknowledged, found)).as("lost by %s, seed %d; the end of the log:%n%s", name, seed, server.logTail()).isEmpty();
        assertThat(found.entrySet().stream().filter(entry -> entry.getValue() > 1).limit(5).toList())
                .as("more than once in objects of %s, seed %d", name, seed).isEmpty();
        assertThat(depositors.attempted(name)).as("invented by %s", name).containsAll(found.keySet());
    }

    private void judgeEndpoint(Depositors depositors, MoodyReceiver receiver, ServerProcess server) {
        Set<String> acknowledged = depositors.acknowledged(POSTED);
        Map<String, Integer> arrivals = receiver.arrivals();
        Await.holds(DELIVERY, () -> arrivals.keySet().containsAll(acknowledged));
        System.out.printf("FirehoseCrashST %s: %d acknowledged, %d delivered, %d of them more than once, %d requests refused, %d not answered%n", POSTED,
                acknowledged.size(), arrivals.size(), arrivals.values().stream().filter(times -> times > 1).count(), receiver.refusals(),
                receiver.silences());
        assertThat(acknowledged).isNotEmpty();
        assertThat(missing(acknowledged, arrivals)).as("lost on the way to the endpoint, seed %d; the end of the log:%n%s", seed, server.logTail())
                .isEmpty();
        assertThat(receiver.refusals()).as("requests refused").isPositive();
    }

    private static Set<String> missing(Set<String> acknowledged, Map<String, Integer> found) {
        Set<String> missing = new HashSet<>(acknowledged);
        missing.removeAll(found.keySet());
        return missing.size() > 20 ? Set.copyOf(missing.stream().limit(20).toList()) : missing;
    }
}
