package io.millrace.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import io.millrace.process.ServerLaunch;
import io.millrace.process.ServerProcess;
import io.millrace.process.ServerProcess.CommandResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** Durability {@code os}: puts are answered without waiting for the disk, and still outlive the process that answered. */
class DurabilityOsST {

    private static final String STREAM = "os", SHARD = "shardId-000000000000";
    private static final int CALLS = 40, RECORDS_PER_CALL = 50;
    private static final Duration READY = Duration.ofSeconds(60), STOP = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    @Test
    void whatWasAcknowledgedOutlivesAKillOfTheProcess() {
        ServerLaunch launch = ServerLaunch.on(directory.resolve("data")).withEnvironment("MILLRACE_LOG_DURABILITY", "os");
        List<String> acknowledged = new ArrayList<>();
        try (ServerProcess server = ServerProcess.start(launch).awaitReady(READY); AwsSdk aws = new AwsSdk(server.endpoint())) {
            aws.createStream(STREAM, 1);
            double forcedBefore = new Metrics(server).value("millrace_log_fsync_seconds_count");
            assertThat(forcedBefore).isNotNaN();
            for (int call = 0; call < CALLS; call++) {
                acknowledged.addAll(put(aws, "first-" + call));
            }
            assertThat(new Metrics(server).value("millrace_log_fsync_seconds_count")).as("fsyncs while putting").isEqualTo(forcedBefore);
            server.killAll();
        }
        try (ServerProcess server = ServerProcess.start(launch).awaitReady(READY); AwsSdk aws = new AwsSdk(server.endpoint())) {
            assertThat(read(aws)).isEqualTo(acknowledged);
            acknowledged.addAll(put(aws, "second"));
            assertThat(read(aws)).isEqualTo(acknowledged);
            assertThat(acknowledged).isSorted();
            assertThat(server.terminate(STOP)).as(server.logTail()).isZero();
        }
        CommandResult verify = ServerProcess.run(launch, READY, "verify", launch.data().toString());
        assertThat(verify.exitCode()).as(verify.output()).isZero();
    }

    /** Sequence number and data of each record, as acknowledged. */
    private static List<String> put(AwsSdk aws, String name) {
        List<String> data = IntStream.range(0, RECORDS_PER_CALL).mapToObj(i -> name + "-" + i).toList();
        PutRecordsResponse answer = aws.kinesis().putRecords(call -> call.streamName(STREAM).records(data.stream()
                .map(text -> PutRecordsRequestEntry.builder().partitionKey(text).data(SdkBytes.fromUtf8String(text)).build()).toList()));
        assertThat(answer.failedRecordCount()).isZero();
        return IntStream.range(0, data.size()).mapToObj(i -> answer.records().get(i).sequenceNumber() + " " + data.get(i)).toList();
    }

    private static List<String> read(AwsSdk aws) {
        String iterator = aws.kinesis().getShardIterator(call -> call.streamName(STREAM).shardId(SHARD)
                .shardIteratorType(ShardIteratorType.TRIM_HORIZON)).shardIterator();
        return aws.kinesis().getRecords(call -> call.shardIterator(iterator)).records().stream()
                .map(record -> record.sequenceNumber() + " " + record.data().asUtf8String()).toList();
    }
}
