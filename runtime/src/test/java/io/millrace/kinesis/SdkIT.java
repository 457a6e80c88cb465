package io.millrace.kinesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.ScalingType;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StreamDescriptionSummary;
import software.amazon.awssdk.services.kinesis.model.StreamMode;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

/** The AWS SDK for Java v2 with nothing but its endpoint changed: the async client over h2c, the sync one over HTTP/1.1, in CBOR and JSON. */
class SdkIT {

    private static final StaticCredentialsProvider CREDENTIALS = StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "thing"));
    private KinesisServer server;

    @BeforeEach
    void open() throws Exception {
        server = new KinesisServer();
    }

    @AfterEach
    void close() throws Exception {
        System.clearProperty(SdkSystemSetting.CBOR_ENABLED.property());
        server.close();
    }

    private KinesisAsyncClient async() {
        return KinesisAsyncClient.builder().endpointOverride(server.endpoint()).region(Region.US_EAST_1).credentialsProvider(CREDENTIALS)
                .httpClient(NettyNioAsyncHttpClient.builder().protocol(Protocol.HTTP2).build()).build();
    }

    private KinesisClient sync() {
        return KinesisClient.builder().endpointOverride(server.endpoint()).region(Region.US_EAST_1).credentialsProvider(CREDENTIALS)
                .overrideConfiguration(configuration -> configuration.retryStrategy(RetryMode.STANDARD))
                .httpClient(UrlConnectionHttpClient.create()).build();
    }

    @Test
    void asyncOverHttp2InCbor() {
        try (KinesisAsyncClient client = async()) {
            client.createStream(stream -> stream.streamName("orders").shardCount(4)).join();
            client.waiter().waitUntilStreamExists(wait -> wait.streamName("orders")).join();
            StreamDescriptionSummary summary = client.describeStreamSummary(ask -> ask.streamName("orders")).join().streamDescriptionSummary();
            assertThat(summary.streamStatus()).isEqualTo(StreamStatus.ACTIVE);
            assertThat(summary.openShardCount()).isEqualTo(4);
            assertThat(summary.streamCreationTimestamp()).isEqualTo(Instant.ofEpochMilli(KinesisServer.START_MILLIS));
            assertThat(summary.maxRecordSizeInKiB()).isEqualTo(1024);
            assertThat(summary.encryptionTypeAsString()).isEqualTo("NONE");

            List<PutRecordsRequestEntry> entries = Stream.iterate(0, i -> i + 1).limit(500).map(i -> PutRecordsRequestEntry.builder()
                    .partitionKey("key" + i).data(SdkBytes.fromUtf8String("record " + i)).build()).toList();
            PutRecordsResponse put = client.putRecords(call -> call.streamARN(summary.streamARN()).records(entries)).join();
            assertThat(put.failedRecordCount()).isZero();

            List<String> read = new ArrayList<>();
            for (var shard : client.listShards(call -> call.streamName("orders")).join().shards()) {
                String iterator = client.getShardIterator(call -> call.streamName("orders").shardId(shard.shardId())
                        .shardIteratorType(ShardIteratorType.TRIM_HORIZON)).join().shardIterator();
                GetRecordsResponse records = client.getRecords(call -> call.shardIterator(iterator)).join();
                assertThat(records.records()).isNotEmpty();
                for (Record record : records.records()) {
                    int number = Integer.parseInt(record.partitionKey().substring(3));
                    assertThat(record.sequenceNumber()).isEqualTo(put.records().get(number).sequenceNumber());
                    assertThat(record.approximateArrivalTimestamp()).isEqualTo(Instant.ofEpochMilli(KinesisServer.START_MILLIS));
                    read.add(record.data().asUtf8String());
                }
            }
            assertThat(read).hasSize(500).doesNotHaveDuplicates();
        }
    }

    @Test
    void syncOverHttp1() {
        for (boolean cbor : new boolean[] {true, false}) {
            System.setProperty(SdkSystemSetting.CBOR_ENABLED.property(), Boolean.toString(cbor));
            try (KinesisClient client = sync()) {
                wholeLife(client, "life-" + cbor);
            }
        }
    }

    private static void wholeLife(KinesisClient client, String name) {
        client.createStream(stream -> stream.streamName(name).streamModeDetails(mode -> mode.streamMode(StreamMode.ON_DEMAND)).tags(Map.of("a", "1")));
        assertThat(client.describeStream(call -> call.streamName(name)).streamDescription().shards()).hasSize(4);
        assertThatThrownBy(() -> client.createStream(stream -> stream.streamName(name))).isInstanceOf(ResourceInUseException.class)
                .hasMessageContaining("already exists");
        String arn = client.describeStreamSummary(call -> call.streamName(name)).streamDescriptionSummary().streamARN();
        client.increaseStreamRetentionPeriod(call -> call.streamName(name).retentionPeriodHours(48));
        client.increaseStreamRetentionPeriod(call -> call.streamName(name).retentionPeriodHours(48));
        client.decreaseStreamRetentionPeriod(call -> call.streamName(name).retentionPeriodHours(24));
        client.addTagsToStream(call -> call.streamName(name).tags(Map.of("b", "2", "c", "")));
        client.untagResource(call -> call.resourceARN(arn).tagKeys("a"));
        assertThat(client.listTagsForStream(call -> call.streamName(name).limit(1)).hasMoreTags()).isTrue();
        assertThat(client.listTagsForResource(call -> call.resourceARN(arn)).tags()).extracting(tag -> tag.key() + tag.value()).containsExactly("b2", "c");
        String first = client.putRecord(call -> call.streamName(name).partitionKey("k").explicitHashKey("0").data(SdkBytes.fromUtf8String("x"))).sequenceNumber();
        client.putRecord(call -> call.streamName(name).partitionKey("k").explicitHashKey("0").data(SdkBytes.fromUtf8String("y")).sequenceNumberForOrdering(first));
        String iterator = client.getShardIterator(call -> call.streamName(name).shardId("shardId-000000000000")
                .shardIteratorType(ShardIteratorType.AFTER_SEQUENCE_NUMBER).startingSequenceNumber(first)).shardIterator();
        assertThat(client.getRecords(call -> call.shardIterator(iterator)).records()).extracting(record -> record.data().asUtf8String()).containsExactly("y");
        String atTime = client.getShardIterator(call -> call.streamName(name).shardId("shardId-000000000000")
                .shardIteratorType(ShardIteratorType.AT_TIMESTAMP).timestamp(Instant.ofEpochMilli(KinesisServer.START_MILLIS))).shardIterator();
        assertThat(client.getRecords(call -> call.shardIterator(atTime)).records()).hasSize(2);
        assertThat(client.listStreamsPaginator().streamNames()).contains(name);
        assertThat(client.describeLimits().onDemandStreamCount()).isPositive();
        client.deleteStream(call -> call.streamARN(arn).enforceConsumerDeletion(true));
        assertThatThrownBy(() -> client.getRecords(call -> call.shardIterator(iterator))).isInstanceOf(ResourceNotFoundException.class);
        client.createStream(stream -> stream.streamName(name).shardCount(1));
        assertThatThrownBy(() -> client.getRecords(call -> call.shardIterator(iterator))).isInstanceOf(ResourceNotFoundException.class);
        assertThatThrownBy(() -> client.updateShardCount(call -> call.streamName(name).targetShardCount(2).scalingType(ScalingType.UNIFORM_SCALING)))
                .hasMessageContaining("UpdateShardCount is not supported by this server yet");
        client.deleteStream(call -> call.streamName(name));
    }

    /** 10 MiB of data in one call, and a byte more. */
    @Test
    void aMaximalPutRecords() {
        for (boolean cbor : new boolean[] {true, false}) {
            System.setProperty(SdkSystemSetting.CBOR_ENABLED.property(), Boolean.toString(cbor));
            try (KinesisClient client = sync()) {
                String name = "large-" + cbor;
                client.createStream(stream -> stream.streamName(name).shardCount(2));
                assertThat(client.putRecords(call -> call.streamName(name).records(tenMebibytes(0))).failedRecordCount()).isZero();
                assertThatThrownBy(() -> client.putRecords(call -> call.streamName(name).records(tenMebibytes(1)))).isInstanceOf(InvalidArgumentException.class)
                        .hasMessageContaining("Records size exceeds 10 MB limit");
                long read = 0;
                for (int shard = 0; shard < 2; shard++) {
                    String shardId = "shardId-00000000000" + shard;
                    String iterator = client.getShardIterator(call -> call.streamName(name).shardId(shardId).shardIteratorType(ShardIteratorType.TRIM_HORIZON)).shardIterator();
                    GetRecordsResponse records = client.getRecords(call -> call.shardIterator(iterator));
                    read += records.records().stream().mapToLong(record -> record.data().asByteArrayUnsafe().length + 1L).sum();
                }
                assertThat(read).isEqualTo(10L * 1024 * 1024);
            }
        }
    }

    private static List<PutRecordsRequestEntry> tenMebibytes(int more) {
        List<PutRecordsRequestEntry> entries = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            byte[] data = new byte[640 * 1024 - 1 + (i == 0 ? more : 0)];
            new Random(i).nextBytes(data);
            entries.add(PutRecordsRequestEntry.builder().partitionKey(String.valueOf((char) ('a' + i))).data(SdkBytes.fromByteArrayUnsafe(data)).build());
        }
        return entries;
    }
}
