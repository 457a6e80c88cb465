package io.millrace.delivery;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.process.Await;
import io.millrace.process.ServerLaunch;
import io.millrace.process.ServerProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Delivery streams against kill -9 at random moments, with a destination that refuses, half answers and drops connections: nothing that
 * was acknowledged is lost; in objects every record is exactly once; the endpoint may get one twice, which is counted.
 * {@code -Dmillrace.firehose.crash.rounds=100} for a long run, {@code -Dmillrace.firehose.crash.seed=…} for the moments of an earlier one.
 */
class FirehoseCrashST {

    private static final int ROUNDS = Integer.getInteger("millrace.firehose.crash.rounds", 5);
    private static final int MILLIS_BEFORE_READY_MAX = 2_500, MILLIS_AFTER_READY_MAX = 4_000;
    private static final Duration READY = Duration.ofSeconds(60), DELIVERY = Duration.ofMinutes(3), STOP = Duration.ofSeconds(40);
    private static final String PLAIN = "plain", PARTED = "parted", SOURCED = "sourced", POSTED = "posted", SOURCE = "source-of-sourced";
    private static final String TO_BUCKET = "\"RoleARN\":\"arn:aws:iam::000000000000:role/any\",\"BucketARN\":\"arn:aws:s3:::%s\"";
    private static final String SOON = "\"BufferingHints\":{\"SizeInMBs\":1,\"IntervalInSeconds\":1}";

    @TempDir
    private Path directory;

    private final long seed = Long.getLong("millrace.firehose.crash.seed", ThreadLocalRandom.current().nextLong());
    private final SplittableRandom random = new SplittableRandom(seed);

    @Test
    void everyAcknowledgedRecordArrivesAndInObjectsOnlyOnce() throws IOException, InterruptedException {
        System.out.println("FirehoseCrashST: " + ROUNDS + " rounds, seed " + seed);
        ServerLaunch launch = ServerLaunch.on(directory.resolve("data")).withEnvironment("MILLRACE_FIREHOSE_SMALL_BUFFERS", "true");
        Depositors depositors = new Depositors();
        ServerProcess server = ServerProcess.start(launch).awaitReady(READY);
        try (MoodyReceiver receiver = new MoodyReceiver(random.nextLong())) {
            FirehoseCalls calls = new FirehoseCalls(server.endpoint());
            create(calls, receiver);
            for (String name : new String[] {PLAIN, PARTED, POSTED}) {
                depositors.start(name, records -> calls.putBatch(name, records), random.nextLong());
            }
            depositors.start(SOURCED, records -> calls.putRecords(SOURCE, records), random.nextLong());
            for (int round = 0; round < ROUNDS; round++) {
                crash(server);
                server = ServerProcess.start(launch);
            }
            server.awaitReady(READY);
            depositors.stop();
            receiver.beGood();
            for (String name : new String[] {PLAIN, PARTED, SOURCED}) {
                judgeObjects(name, depositors, server);
            }
            judgeEndpoint(depositors, receiver, server);
            assertThat(server.terminate(STOP)).isZero();
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
        calls.kinesis("CreateStream", "{\"StreamName\":\"" + SOURCE + "\",\"ShardCount\":2}");
        calls.create(SOURCED, "\"DeliveryStreamType\":\"KinesisStreamAsSource\",\"KinesisStreamSourceConfiguration\":{\"KinesisStreamARN\":"
                + "\"arn:aws:kinesis:us-east-1:000000000000:stream/" + SOURCE + "\",\"RoleARN\":\"arn:aws:iam::000000000000:role/any\"},"
                + "\"ExtendedS3DestinationConfiguration\":{" + TO_BUCKET.formatted(SOURCED) + "," + SOON + ",\"CompressionFormat\":\"GZIP\"}");
        calls.create(POSTED, "\"HttpEndpointDestinationConfiguration\":{\"EndpointConfiguration\":{\"Url\":\"" + receiver.url()
                + "\",\"Name\":\"moody\"},\"RoleARN\":\"arn:aws:iam::000000000000:role/any\"," + SOON + ",\"RetryOptions\":{\"DurationInSeconds\":7200},"
                + "\"RequestConfiguration\":{\"ContentEncoding\":\"GZIP\"},\"S3Configuration\":{" + TO_BUCKET.formatted("backup") + "}}");
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

    private void judgeObjects(String name, Depositors depositors, ServerProcess server) {
        Bucket bucket = new Bucket(directory.resolve("data/buckets").resolve(name));
        Set<String> acknowledged = depositors.acknowledged(name);
        Await.holds(DELIVERY, () -> bucket.ids("").keySet().containsAll(acknowledged));
        Map<String, Integer> found = bucket.ids("");
        System.out.printf("FirehoseCrashST %s: %d attempted, %d acknowledged, %d delivered in %d objects%n", name,
                depositors.attempted(name).size(), acknowledged.size(), found.size(), bucket.objects().size());
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
        System.out.printf("FirehoseCrashST %s: %d acknowledged, %d delivered, %d of them more than once, %d requests refused%n", POSTED,
                acknowledged.size(), arrivals.size(), arrivals.values().stream().filter(times -> times > 1).count(), receiver.refusals());
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
