package io.millrace.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.millrace.process.Await;
import io.millrace.process.ServerProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StreamDescription;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;
import software.amazon.awssdk.services.kinesis.model.StreamSummary;
import software.amazon.awssdk.services.kinesis.model.Tag;

/** Streams and records by the AWS SDK for Java: HTTP/2 and CBOR, HTTP/1.1 and CBOR, HTTP/1.1 and JSON. */
@ExtendWith(PackagedServer.class)
class KinesisClientsIT {

    private static final String FIRST_SHARD = "shardId-000000000000";
    private static final int KIB = 1024, MIB = 1024 * KIB;
    private static final Duration GONE = Duration.ofSeconds(30);

    private static AwsSdk aws;

    /** The synchronous client's two encodings. */
    private enum Encoding {
        CBOR, JSON;

        KinesisClient client() {
            return this == CBOR ? aws.kinesis() : aws.kinesisJson();
        }

        String stream(String name) {
            return name + "-" + name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    @BeforeAll
    static void connect(ServerProcess server) {
        aws = new AwsSdk(server.endpoint());
    }

    @AfterAll
    static void disconnect() {
        aws.close();
    }

    @Test
    void theAsynchronousClientPutsAndGetsOverHttp2() {
        aws.createStream("async", 2);
        List<CompletableFuture<PutRecordsResponse>> answers = IntStream.range(0, 20).mapToObj(call -> aws.kinesisAsync().putRecords(put -> put
                .streamName("async").records(IntStream.range(0, 50).mapToObj(i -> entry("async-" + call + "-" + i)).toList()))).toList();
        answers.forEach(answer -> assertThat(answer.join().failedRecordCount()).isZero());

        List<String> read = new ArrayList<>();
        for (Shard shard : aws.kinesisAsync().listShards(call -> call.streamName("async")).join().shards()) {
            String iterator = aws.kinesisAsync().getShardIterator(call -> call.streamName("async").shardId(shard.shardId())
                    .shardIteratorType(ShardIteratorType.TRIM_HORIZON)).join().shardIterator();
            aws.kinesisAsync().getRecords(call -> call.shardIterator(iterator)).join().records().forEach(record -> {
                assertThat(record.partitionKey()).isEqualTo(record.data().asUtf8String());
                assertThat(Duration.between(record.approximateArrivalTimestamp(), Instant.now())).isBetween(Duration.ofSeconds(-1), Duration.ofMinutes(2));
                read.add(record.data().asUtf8String());
            });
        }

        assertThat(read).hasSize(1000).doesNotHaveDuplicates();
        assertThatThrownBy(() -> aws.kinesisAsync().describeStream(call -> call.streamName("nobody")).join()).isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(ResourceNotFoundException.class);
    }

    @ParameterizedTest
    @EnumSource
    void aStreamIsMadeShownListedAndDeleted(Encoding encoding) {
        KinesisClient kinesis = encoding.client();
        String name = encoding.stream("life");
        kinesis.createStream(call -> call.streamName(name).shardCount(3).tags(Map.of("team", "mill")));
        kinesis.waiter().waitUntilStreamExists(call -> call.streamName(name));

        StreamDescription described = kinesis.describeStream(call -> call.streamName(name)).streamDescription();
        assertThat(described.streamARN()).isEqualTo("arn:aws:kinesis:us-east-1:" + AwsSdk.ACCOUNT + ":stream/" + name);
        assertThat(described.streamStatus()).isEqualTo(StreamStatus.ACTIVE);
        assertThat(described.retentionPeriodHours()).isEqualTo(24);
        assertThat(described.hasMoreShards()).isFalse();
        assertThat(described.shards()).hasSize(3).extracting(Shard::shardId).containsExactly(FIRST_SHARD, "shardId-000000000001", "shardId-000000000002");
        assertThat(new BigInteger(described.shards().getLast().hashKeyRange().endingHashKey())).isEqualTo(BigInteger.TWO.pow(128).subtract(BigInteger.ONE));
        assertThat(Duration.between(described.streamCreationTimestamp(), Instant.now())).isBetween(Duration.ofSeconds(-1), Duration.ofMinutes(2));
        assertThat(kinesis.describeStreamSummary(call -> call.streamARN(described.streamARN())).streamDescriptionSummary().openShardCount()).isEqualTo(3);

        assertThat(kinesis.listStreamsPaginator(call -> call.limit(1)).streamNames()).contains(name).doesNotHaveDuplicates();
        assertThat(kinesis.listStreams(call -> call.limit(1)).streamSummaries()).hasSize(1).extracting(StreamSummary::streamStatus)
                .containsExactly(StreamStatus.ACTIVE);
        ListShardsResponse page = kinesis.listShards(call -> call.streamName(name).maxResults(2));
        assertThat(page.shards()).hasSize(2);
        assertThat(kinesis.listShards(call -> call.nextToken(page.nextToken())).shards()).extracting(Shard::shardId).containsExactly("shardId-000000000002");

        kinesis.increaseStreamRetentionPeriod(call -> call.streamName(name).retentionPeriodHours(48));
        kinesis.addTagsToStream(call -> call.streamName(name).tags(Map.of("stage", "test")));
        assertThat(kinesis.listTagsForStream(call -> call.streamName(name)).tags()).extracting(Tag::key).containsExactly("stage", "team");
        kinesis.removeTagsFromStream(call -> call.streamName(name).tagKeys("team"));
        assertThat(kinesis.listTagsForResource(call -> call.resourceARN(described.streamARN())).tags()).extracting(Tag::value).containsExactly("test");
        assertThat(kinesis.describeStreamSummary(call -> call.streamName(name)).streamDescriptionSummary().retentionPeriodHours()).isEqualTo(48);
        kinesis.decreaseStreamRetentionPeriod(call -> call.streamName(name).retentionPeriodHours(24));

        kinesis.deleteStream(call -> call.streamName(name));
        kinesis.waiter().waitUntilStreamNotExists(call -> call.streamName(name));
    }

    @ParameterizedTest
    @EnumSource
    void everyTypeOfIteratorStartsWhereItSays(Encoding encoding) {
        KinesisClient kinesis = encoding.client();
        String name = encoding.stream("iterators");
        aws.createStream(name, 1);
        List<String> numbers = Stream.of("a", "b", "c").map(data -> put(kinesis, name, data).sequenceNumber()).toList();
        String latest = iterator(kinesis, name, call -> call.shardIteratorType(ShardIteratorType.LATEST));
        Instant arrivalOfLast = read(kinesis, iterator(kinesis, name, call -> call.shardIteratorType(ShardIteratorType.TRIM_HORIZON))).getLast()
                .approximateArrivalTimestamp();

        assertThat(texts(kinesis, name, call -> call.shardIteratorType(ShardIteratorType.TRIM_HORIZON))).containsExactly("a", "b", "c");
        assertThat(texts(kinesis, name, call -> call.shardIteratorType(ShardIteratorType.AT_SEQUENCE_NUMBER).startingSequenceNumber(numbers.get(1))))
                .containsExactly("b", "c");
        assertThat(texts(kinesis, name, call -> call.shardIteratorType(ShardIteratorType.AFTER_SEQUENCE_NUMBER).startingSequenceNumber(numbers.get(1))))
                .containsExactly("c");
        assertThat(texts(kinesis, name, call -> call.shardIteratorType(ShardIteratorType.AT_TIMESTAMP).timestamp(arrivalOfLast))).endsWith("c");
        assertThat(texts(kinesis, name, call -> call.shardIteratorType(ShardIteratorType.AT_TIMESTAMP).timestamp(arrivalOfLast.plusMillis(1)))).isEmpty();
        assertThat(read(kinesis, latest)).isEmpty();
        put(kinesis, name, "d");
        assertThat(read(kinesis, latest)).extracting(record -> record.data().asUtf8String()).containsExactly("d");
        assertThat(numbers).isSorted().allMatch(number -> number.matches("[1-9]\\d{55}"));
    }

    @ParameterizedTest
    @EnumSource
    void pagesOfRecordsFollowOneAnother(Encoding encoding) {
        KinesisClient kinesis = encoding.client();
        String name = encoding.stream("paged");
        aws.createStream(name, 1);
        List<String> data = IntStream.range(0, 25).mapToObj(i -> "page-" + i).toList();
        kinesis.putRecords(call -> call.streamName(name).records(data.stream().map(KinesisClientsIT::entry).toList()));

        List<String> read = new ArrayList<>();
        String iterator = iterator(kinesis, name, call -> call.shardIteratorType(ShardIteratorType.TRIM_HORIZON));
        for (int page = 0; page < 3; page++) {
            String from = iterator;
            GetRecordsResponse answer = kinesis.getRecords(call -> call.shardIterator(from).limit(10));
            answer.records().forEach(record -> read.add(record.data().asUtf8String()));
            assertThat(answer.records()).hasSize(page < 2 ? 10 : 5);
            iterator = answer.nextShardIterator();
        }

        assertThat(read).isEqualTo(data);
        String end = iterator;
        GetRecordsResponse atEnd = kinesis.getRecords(call -> call.shardIterator(end));
        assertThat(atEnd.records()).isEmpty();
        assertThat(atEnd.millisBehindLatest()).isZero();
        assertThat(atEnd.nextShardIterator()).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void keysFindTheirShardByHashUnlessOneIsGiven(Encoding encoding) {
        KinesisClient kinesis = encoding.client();
        String name = encoding.stream("routed");
        aws.createStream(name, 2);
        String upper = BigInteger.TWO.pow(127).toString();

        // MD5 of "a" begins with 0c, of "b" with 92.
        assertThat(put(kinesis, name, "a").shardId()).isEqualTo(FIRST_SHARD);
        assertThat(put(kinesis, name, "b").shardId()).isEqualTo("shardId-000000000001");
        assertThat(kinesis.putRecord(call -> call.streamName(name).partitionKey("a").explicitHashKey(upper).data(SdkBytes.fromUtf8String("a"))).shardId())
                .isEqualTo("shardId-000000000001");
        assertThat(kinesis.putRecord(call -> call.streamName(name).partitionKey("b").explicitHashKey("0").data(SdkBytes.fromUtf8String("b"))).shardId())
                .isEqualTo(FIRST_SHARD);
    }

    @ParameterizedTest
    @EnumSource
    void theLargestCallsPassAndLargerOnesDoNot(Encoding encoding) {
        KinesisClient kinesis = encoding.client();
        String name = encoding.stream("large");
        aws.createStream(name, 1);
        SdkBytes largest = SdkBytes.fromByteArrayUnsafe(new byte[MIB - 1]);
        List<PutRecordsRequestEntry> most = IntStream.range(0, 500).mapToObj(i -> PutRecordsRequestEntry.builder().partitionKey(Integer.toString(1000 + i))
                .data(SdkBytes.fromByteArrayUnsafe(new byte[20 * KIB])).build()).toList();

        assertThat(kinesis.putRecord(call -> call.streamName(name).partitionKey("k").data(largest)).sequenceNumber()).isNotEmpty();
        assertThat(kinesis.putRecords(call -> call.streamName(name).records(most)).failedRecordCount()).isZero();

        assertThat(read(kinesis, iterator(kinesis, name, call -> call.shardIteratorType(ShardIteratorType.TRIM_HORIZON))).getFirst().data()).isEqualTo(largest);
        SdkBytes tooLarge = SdkBytes.fromByteArrayUnsafe(new byte[MIB]);
        refused(() -> kinesis.putRecord(call -> call.streamName(name).partitionKey("k").data(tooLarge)), "ValidationException");
        List<PutRecordsRequestEntry> tooMany = IntStream.range(0, 501).mapToObj(i -> entry("x")).toList();
        refused(() -> kinesis.putRecords(call -> call.streamName(name).records(tooMany)), "ValidationException");
    }

    @ParameterizedTest
    @EnumSource
    void errorsCarryTheServicesNames(Encoding encoding) {
        KinesisClient kinesis = encoding.client();
        String name = encoding.stream("errors");
        aws.createStream(name, 1);

        assertThatThrownBy(() -> put(kinesis, "nobody", "x")).isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining("Stream nobody under account " + AwsSdk.ACCOUNT + " not found.");
        assertThatThrownBy(() -> kinesis.createStream(call -> call.streamName(name).shardCount(1))).isInstanceOf(ResourceInUseException.class)
                .hasMessageContaining("Stream " + name + " under account " + AwsSdk.ACCOUNT + " already exists.");
        assertThatThrownBy(() -> iterator(kinesis, name, call -> call.shardId("shardId-000000000007").shardIteratorType(ShardIteratorType.LATEST)))
                .isInstanceOf(ResourceNotFoundException.class).hasMessageContaining("shardId-000000000007");
        assertThatThrownBy(() -> kinesis.getRecords(call -> call.shardIterator("not-an-iterator"))).isInstanceOf(InvalidArgumentException.class);
        assertThatThrownBy(() -> iterator(kinesis, name, call -> call.shardIteratorType(ShardIteratorType.AT_SEQUENCE_NUMBER).startingSequenceNumber("12")))
                .isInstanceOf(InvalidArgumentException.class);
        assertThatThrownBy(() -> kinesis.increaseStreamRetentionPeriod(call -> call.streamName(name).retentionPeriodHours(9000)))
                .isInstanceOf(InvalidArgumentException.class);
        refused(() -> kinesis.putRecord(call -> call.streamName(name).partitionKey("k".repeat(257)).data(SdkBytes.fromUtf8String("x"))), "ValidationException");
        refused(() -> kinesis.getRecords(call -> call.shardIterator(iterator(kinesis, name, it -> it.shardIteratorType(ShardIteratorType.LATEST)))
                .limit(10_001)), "ValidationException");
        refused(() -> kinesis.createStream(call -> call.streamName("not a name").shardCount(1)), "ValidationException");
    }

    @ParameterizedTest
    @EnumSource
    void anIteratorDiesWithItsStream(Encoding encoding) {
        KinesisClient kinesis = encoding.client();
        String name = encoding.stream("reborn");
        aws.createStream(name, 1);
        String iterator = iterator(kinesis, name, call -> call.shardIteratorType(ShardIteratorType.TRIM_HORIZON));
        kinesis.deleteStream(call -> call.streamName(name));
        Await.until(GONE, () -> !kinesis.listStreams(call -> call.exclusiveStartStreamName(name.substring(0, name.length() - 1))).streamNames().contains(name),
                () -> name + " is deleted");
        aws.createStream(name, 1);
        put(kinesis, name, "of-the-namesake");

        assertThatThrownBy(() -> kinesis.getRecords(call -> call.shardIterator(iterator))).isInstanceOf(ResourceNotFoundException.class);
    }

    private static void refused(Runnable call, String code) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(KinesisException.class, fault -> {
            assertThat(fault.awsErrorDetails().errorCode()).isEqualTo(code);
            assertThat(fault.statusCode()).isEqualTo(400);
            assertThat(fault.requestId()).isNotEmpty();
        });
    }

    private static PutRecordsRequestEntry entry(String data) {
        return PutRecordsRequestEntry.builder().partitionKey(data).data(SdkBytes.fromUtf8String(data)).build();
    }

    private static PutRecordResponse put(KinesisClient kinesis, String stream, String data) {
        return kinesis.putRecord(call -> call.streamName(stream).partitionKey(data).data(SdkBytes.fromUtf8String(data)));
    }

    private static String iterator(KinesisClient kinesis, String stream, Consumer<GetShardIteratorRequest.Builder> options) {
        return kinesis.getShardIterator(call -> call.streamName(stream).shardId(FIRST_SHARD).applyMutation(options)).shardIterator();
    }

    private static List<Record> read(KinesisClient kinesis, String iterator) {
        return kinesis.getRecords(call -> call.shardIterator(iterator)).records();
    }

    private static List<String> texts(KinesisClient kinesis, String stream, Consumer<GetShardIteratorRequest.Builder> options) {
        return read(kinesis, iterator(kinesis, stream, options)).stream().map(record -> record.data().asUtf8String()).toList();
    }
}
