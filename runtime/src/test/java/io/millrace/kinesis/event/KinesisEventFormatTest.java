package io.millrace.kinesis.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.kinesis.SequenceNumber;
import io.millrace.stream.Position;
import io.millrace.stream.ShardId;
import io.millrace.stream.StreamRecord;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class KinesisEventFormatTest {

    private static final String STREAM = "arn:aws:kinesis:eu-central-1:123456789012:stream/orders";
    private static final String ROLE = "arn:aws:iam::123456789012:role/lambda-role";
    private static final ShardId SHARD = new ShardId(6);
    private final KinesisEventFormat format = new KinesisEventFormat(new EventSource(SHARD, "eu-central-1", STREAM, ROLE));
    private final ObjectMapper json = new ObjectMapper();

    private static StreamRecord record(long ordinal, long millis, String key, byte[] data) {
        ByteBuffer padded = ByteBuffer.allocate(data.length + 5);
        padded.position(3).put(data).flip().position(3);
        return new StreamRecord(Position.of(2, ordinal), millis, ByteBuffer.wrap(key.getBytes(StandardCharsets.UTF_8)), padded);
    }

    @Test
    void theWholeEventIsAsTheDeveloperGuideShowsIt() {
        byte[] event = format.write(List.of(record(5, 1_545_084_650_987L, "1", "Hello, this is a test.".getBytes(StandardCharsets.UTF_8))));
        String number = new SequenceNumber(SHARD, Position.of(2, 5)).wire();
        assertThat(new String(event, StandardCharsets.UTF_8)).isEqualTo("{\"Records\":[{\"kinesis\":{\"kinesisSchemaVersion\":\"1.0\","
                + "\"partitionKey\":\"1\",\"sequenceNumber\":\"" + number + "\",\"data\":\"SGVsbG8sIHRoaXMgaXMgYSB0ZXN0Lg==\","
                + "\"approximateArrivalTimestamp\":1545084650.987},\"eventSource\":\"aws:kinesis\",\"eventVersion\":\"1.0\","
                + "\"eventID\":\"shardId-000000000006:" + number + "\",\"eventName\":\"aws:kinesis:record\",\"invokeIdentityArn\":\"" + ROLE
                + "\",\"awsRegion\":\"eu-central-1\",\"eventSourceARN\":\"" + STREAM + "\"}]}");
    }

    @Test
    void awsLibraryReadsIt() {
        byte[] event = format.write(List.of(record(0, 1_700_000_000_007L, "k\"\\\u0001é", new byte[] {1, 2}), record(1, 1_700_000_000_050L, "b", new byte[0])));
        KinesisEvent read = LambdaEventSerializers.serializerFor(KinesisEvent.class, getClass().getClassLoader())
                .fromJson(new ByteArrayInputStream(event));
        assertThat(read.getRecords()).hasSize(2);
        KinesisEvent.KinesisEventRecord first = read.getRecords().getFirst();
        assertThat(first.getEventSource()).isEqualTo("aws:kinesis");
        assertThat(first.getEventSourceARN()).isEqualTo(STREAM);
        assertThat(first.getInvokeIdentityArn()).isEqualTo(ROLE);
        assertThat(first.getAwsRegion()).isEqualTo("eu-central-1");
        assertThat(first.getKinesis().getPartitionKey()).isEqualTo("k\"\\\u0001é");
        assertThat(first.getKinesis().getData()).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2}));
        assertThat(first.getKinesis().getApproximateArrivalTimestamp().getTime()).isEqualTo(1_700_000_000_007L);
        assertThat(read.getRecords().getLast().getKinesis().getSequenceNumber()).isEqualTo(new SequenceNumber(SHARD, Position.of(2, 1)).wire());
    }

    @Property(tries = 300)
    void whatIsWrittenIsReadAndItsLengthIsForetold(@ForAll @Size(max = 40) byte[] data, @ForAll @StringLength(min = 1, max = 20) String key,
            @ForAll @LongRange(min = 0, max = 4_000_000_000_000L) long millis) throws Exception {
        StreamRecord record = record(9, millis, key, data);
        byte[] event = format.write(List.of(record, record));
        assertThat((long) event.length).isEqualTo(KinesisEventFormat.frameBytes() + 2 * format.lengthOf(record) + 1);
        JsonNode kinesis = json.readTree(event).at("/Records/1/kinesis");
        assertThat(kinesis.get("data").asText()).isEqualTo(Base64.getEncoder().encodeToString(data));
        assertThat(kinesis.get("partitionKey").asText()).isEqualTo(record.partitionKey());
        assertThat(kinesis.get("approximateArrivalTimestamp").decimalValue().movePointRight(3).longValueExact()).isEqualTo(millis);
    }
}
