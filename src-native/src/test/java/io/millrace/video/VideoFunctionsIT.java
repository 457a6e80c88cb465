package io.millrace.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.clients.PackagedServer;
import io.millrace.house.ProjectRoot;
import io.millrace.process.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.EventSourcePosition;
import software.amazon.awssdk.services.lambda.model.State;

/** Video to function: the example makes a picture of every fragment that a camera sends. */
@ExtendWith(PackagedServer.class)
class VideoFunctionsIT {

    private static final Duration CHANGE = Duration.ofSeconds(60), DELIVERY = Duration.ofSeconds(120);
    private static final String FRAGMENTS = "door-fragments", PICTURES = "door-pictures", FUNCTION = "video-thumbnail";

    @TempDir
    Path folder;

    @Test
    void everyFragmentBecomesAPicture(ServerProcess server) throws IOException {
        Path jar = ProjectRoot.find().resolve("functions/examples/video-thumbnail/target/video-thumbnail.jar");
        assumeTrue(Camera.isInstalled() && Files.exists(jar));
        URI endpoint = server.endpoint();
        VideoCalls video = new VideoCalls(endpoint);
        try (KinesisClient kinesis = KinesisClient.builder().endpointOverride(endpoint).build();
                LambdaClient lambda = LambdaClient.builder().endpointOverride(endpoint).build()) {
            String arn = createStream(kinesis, FRAGMENTS);
            createStream(kinesis, PICTURES);
            lambda.createFunction(call -> call.functionName(FUNCTION).runtime("java21").role("arn:aws:iam::000000000000:role/any")
                    .handler("io.millrace.examples.video.VideoThumbnail").timeout(60).memorySize(512)
                    .environment(environment -> environment.variables(Map.of("THUMBNAIL_STREAM", PICTURES)))
                    .code(code -> code.zipFile(SdkBytes.fromByteArrayUnsafe(read(jar)))));
            Browser.await(CHANGE, () -> lambda.getFunctionConfiguration(call -> call.functionName(FUNCTION)).state() == State.ACTIVE);
            lambda.createEventSourceMapping(call -> call.eventSourceArn(arn).functionName(FUNCTION).startingPosition(EventSourcePosition.TRIM_HORIZON));
            video.create("door");
            String configuration = "{\"Status\":\"ENABLED\",\"DestinationConfig\":{\"Uri\":\"" + arn + "\"}}";
            video.call("/updateNotificationConfiguration", "{\"StreamName\":\"door\",\"NotificationConfiguration\":" + configuration + "}");
            assertThat(video.call("/describeNotificationConfiguration", "{\"StreamName\":\"door\"}").get("NotificationConfiguration").toString())
                    .isEqualTo(configuration);
            int persisted;
            try (Camera camera = Camera.fast(endpoint, "door", Duration.ofSeconds(4), folder)) {
                persisted = camera.finish().told("PERSISTED").size();
            }
            assertThat(persisted).isGreaterThan(2);
            List<Record> pictures = new ArrayList<>();
            Browser.await(DELIVERY, () -> {
                pictures.clear();
                pictures.addAll(records(kinesis, PICTURES));
                return pictures.stream().map(Record::partitionKey).distinct().count() >= persisted;
            });
            assertThat(pictures).allSatisfy(picture -> {
                assertThat(picture.partitionKey()).startsWith("door/");
                assertThat(picture.data().asByteArrayUnsafe()).startsWith(0xff, 0xd8, 0xff);
            });
            assertThat(records(kinesis, FRAGMENTS)).hasSize(persisted);
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String createStream(KinesisClient kinesis, String name) throws IOException {
        kinesis.createStream(call -> call.streamName(name).shardCount(1));
        Browser.await(CHANGE, () -> kinesis.describeStreamSummary(call -> call.streamName(name)).streamDescriptionSummary().streamStatusAsString()
                .equals("ACTIVE"));
        return kinesis.describeStreamSummary(call -> call.streamName(name)).streamDescriptionSummary().streamARN();
    }

    private static List<Record> records(KinesisClient kinesis, String stream) {
        String iterator = kinesis.getShardIterator(call -> call.streamName(stream).shardId("shardId-000000000000")
                .shardIteratorType(ShardIteratorType.TRIM_HORIZON)).shardIterator();
        List<Record> records = new ArrayList<>();
        GetRecordsResponse page;
        do {
            String from = iterator;
            page = kinesis.getRecords(call -> call.shardIterator(from));
            records.addAll(page.records());
            iterator = page.nextShardIterator();
        } while (!page.records().isEmpty());
        return records;
    }
}
