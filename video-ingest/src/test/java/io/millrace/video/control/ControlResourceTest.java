package io.millrace.video.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.video.server.VideoAssembly;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesisvideo.KinesisVideoClient;
import software.amazon.awssdk.services.kinesisvideo.model.APIName;
import software.amazon.awssdk.services.kinesisvideo.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesisvideo.model.ListStreamsResponse;
import software.amazon.awssdk.services.kinesisvideo.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesisvideo.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesisvideo.model.Status;
import software.amazon.awssdk.services.kinesisvideo.model.StreamInfo;
import software.amazon.awssdk.services.kinesisvideo.model.Tag;
import software.amazon.awssdk.services.kinesisvideo.model.TagsPerResourceExceededLimitException;
import software.amazon.awssdk.services.kinesisvideo.model.UpdateDataRetentionOperation;
import software.amazon.awssdk.services.kinesisvideo.model.VersionMismatchException;

/** The control API over HTTP with the AWS SDK. */
@QuarkusTest
class ControlResourceTest {

    private static final String CHANNEL = "arn:aws:kinesisvideo:us-east-1:000000000000:channel/c/1";

    @TestHTTPResource("/")
    URI server;
    private KinesisVideoClient video;

    @BeforeEach
    void connect() {
        video = KinesisVideoClient.builder().endpointOverride(server).region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
                .httpClient(UrlConnectionHttpClient.create()).build();
    }

    @AfterEach
    void deleteAll() {
        video.listStreamsPaginator(call -> { }).streamInfoList().forEach(stream ->
                video.deleteStream(call -> call.streamARN(stream.streamARN())));
        video.close();
    }

    private StreamInfo describe(String name) {
        return video.describeStream(call -> call.streamName(name)).streamInfo();
    }

    @Test
    void aStreamIsMadeDescribedChangedAndDeleted() {
        String arn = video.createStream(call -> call.streamName("gate").deviceName("camera").mediaType("video/h264,audio/aac")
                .dataRetentionInHours(24).tags(Map.of("site", "north"))).streamARN();
        StreamInfo made = describe("gate");
        assertThat(arn).matches("arn:aws:kinesisvideo:us-east-1:000000000000:stream/gate/[0-9]+");
        assertThat(made.streamARN()).isEqualTo(arn);
        assertThat(made.status()).isEqualTo(Status.ACTIVE);
        assertThat(made.deviceName()).isEqualTo("camera");
        assertThat(made.mediaType()).isEqualTo("video/h264,audio/aac");
        assertThat(made.dataRetentionInHours()).isEqualTo(24);
        assertThat(made.creationTime()).isBetween(Instant.now().minus(Duration.ofMinutes(1)), Instant.now().plusSeconds(1));
        assertThat(video.describeStream(call -> call.streamARN(arn)).streamInfo()).isEqualTo(made);
        video.updateStream(call -> call.streamName("gate").currentVersion(made.version()).mediaType("video/h265"));
        StreamInfo changed = describe("gate");
        assertThat(changed.version()).isNotEqualTo(made.version());
        assertThat(changed.deviceName()).isEqualTo("camera");
        assertThat(changed.mediaType()).isEqualTo("video/h265");
        assertThatThrownBy(() -> video.updateStream(call -> call.streamARN(arn).currentVersion(made.version()).deviceName("x")))
                .isInstanceOf(VersionMismatchException.class);
        assertThatThrownBy(() -> video.deleteStream(call -> call.streamARN(arn).currentVersion(made.version())))
                .isInstanceOf(VersionMismatchException.class);
        video.deleteStream(call -> call.streamARN(arn).currentVersion(changed.version()));
        assertThatThrownBy(() -> describe("gate")).isInstanceOf(ResourceNotFoundException.class);
        assertThatThrownBy(() -> video.deleteStream(call -> call.streamARN(arn))).isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void aNamesakeIsAnotherStream() throws InterruptedException {
        String first = video.createStream(call -> call.streamName("twice")).streamARN();
        assertThatThrownBy(() -> video.createStream(call -> call.streamName("twice"))).isInstanceOf(ResourceInUseException.class);
        video.deleteStream(call -> call.streamARN(first));
        String second = video.createStream(call -> call.streamName("twice")).streamARN();
        while (second.equals(first)) {
            String again = second;
            video.deleteStream(call -> call.streamARN(again));
            second = video.createStream(call -> call.streamName("twice")).streamARN();
        }
        assertThatThrownBy(() -> video.describeStream(call -> call.streamARN(first))).isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void retentionMovesWithinItsBounds() {
        video.createStream(call -> call.streamName("kept"));
        assertThat(describe("kept").dataRetentionInHours()).isZero();
        change("kept", UpdateDataRetentionOperation.INCREASE_DATA_RETENTION, 87_600);
        assertThat(describe("kept").dataRetentionInHours()).isEqualTo(87_600);
        assertThatThrownBy(() -> change("kept", UpdateDataRetentionOperation.INCREASE_DATA_RETENTION, 1))
                .isInstanceOf(InvalidArgumentException.class);
        change("kept", UpdateDataRetentionOperation.DECREASE_DATA_RETENTION, 87_599);
        assertThat(describe("kept").dataRetentionInHours()).isEqualTo(1);
        assertThatThrownBy(() -> change("kept", UpdateDataRetentionOperation.DECREASE_DATA_RETENTION, 2))
                .isInstanceOf(InvalidArgumentException.class);
        assertThatThrownBy(() -> video.updateDataRetention(call -> call.streamName("kept").currentVersion("OTHER")
                .operation(UpdateDataRetentionOperation.INCREASE_DATA_RETENTION).dataRetentionChangeInHours(1)))
                .isInstanceOf(VersionMismatchException.class);
    }

    private void change(String name, UpdateDataRetentionOperation operation, int hours) {
        video.updateDataRetention(call -> call.streamName(name).currentVersion(describe(name).version()).operation(operation)
                .dataRetentionChangeInHours(hours));
    }

    @Test
    void listsArePagedAndFiltered() {
        for (String name : List.of("a1", "a2", "a3", "b1", "b2")) {
            video.createStream(call -> call.streamName(name));
        }
        assertThat(names(2, null)).containsExactly("a1", "a2", "a3", "b1", "b2");
        assertThat(names(5, null)).hasSize(5);
        assertThat(names(1, "a")).containsExactly("a1", "a2", "a3");
        assertThat(names(100, "b")).containsExactly("b1", "b2");
        assertThat(names(100, "c")).isEmpty();
        assertThatThrownBy(() -> video.listStreams(call -> call.nextToken("===="))).isInstanceOf(InvalidArgumentException.class);
    }

    private List<String> names(int pageSize, String prefix) {
        List<String> names = new ArrayList<>();
        String token = null;
        do {
            String from = token;
            ListStreamsResponse page = video.listStreams(call -> {
                call.maxResults(pageSize).nextToken(from);
                if (prefix != null) {
                    call.streamNameCondition(condition -> condition.comparisonOperator("BEGINS_WITH").comparisonValue(prefix));
                }
            });
            assertThat(page.streamInfoList()).hasSizeLessThanOrEqualTo(pageSize);
            page.streamInfoList().forEach(stream -> names.add(stream.streamName()));
            token = page.nextToken();
        } while (token != null);
        return names;
    }

    @Test
    void tagsAreCountedAndReserved() {
        video.createStream(call -> call.streamName("tagged").tags(Map.of("k", "v")));
        video.tagStream(call -> call.streamName("tagged").tags(Map.of("k", "w", "l", "")));
        assertThat(tags()).isEqualTo(Map.of("k", "w", "l", ""));
        video.untagStream(call -> call.streamName("tagged").tagKeyList("l", "none"));
        assertThat(tags()).isEqualTo(Map.of("k", "w"));
        Map<String, String> many = IntStream.range(0, 49).boxed().collect(Collectors.toMap(n -> "t" + n, n -> "", (a, b) -> a, TreeMap::new));
        video.tagStream(call -> call.streamName("tagged").tags(many));
        assertThatThrownBy(() -> video.tagStream(call -> call.streamName("tagged").tags(Map.of("more", ""))))
                .isInstanceOf(TagsPerResourceExceededLimitException.class);
        assertThatThrownBy(() -> video.tagStream(call -> call.streamName("tagged").tags(Map.of("AWS:x", ""))))
                .isInstanceOf(InvalidArgumentException.class);
    }

    private Map<String, String> tags() {
        return video.listTagsForStream(call -> call.streamName("tagged")).tags();
    }

    @Test
    void channelsAreNotStreams() {
        String stream = video.createStream(call -> call.streamName("s")).streamARN();
        assertThatThrownBy(() -> video.tagResource(call -> call.resourceARN(stream).tags(Tag.builder().key("k").value("v").build())))
                .isInstanceOf(InvalidArgumentException.class).hasMessageContaining("TagStream");
        assertThatThrownBy(() -> video.listTagsForResource(call -> call.resourceARN(CHANNEL))).isInstanceOf(ResourceNotFoundException.class);
        assertThatThrownBy(() -> video.untagResource(call -> call.resourceARN(CHANNEL).tagKeyList("k")))
                .isInstanceOf(ResourceNotFoundException.class);
        assertThatThrownBy(() -> video.createSignalingChannel(call -> call.channelName("c"))).isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("CreateSignalingChannel");
    }

    @ParameterizedTest
    @EnumSource(value = APIName.class, names = "UNKNOWN_TO_SDK_VERSION", mode = EnumSource.Mode.EXCLUDE)
    void everyDataEndpointIsThisServer(APIName name) {
        video.createStream(call -> call.streamName("e"));
        String endpoint = video.getDataEndpoint(call -> call.streamName("e").apiName(name)).dataEndpoint();
        assertThat(URI.create(endpoint + "/")).isEqualTo(server);
    }

    @Test
    void whatIsNotBuiltIsRefusedByName() {
        assertThatThrownBy(() -> video.createStream(call -> call.streamName("k").kmsKeyId("alias/mine")))
                .isInstanceOf(InvalidArgumentException.class).hasMessageContaining("KmsKeyId");
        video.createStream(call -> call.streamName("k").kmsKeyId("alias/aws/kinesisvideo"));
        assertThatThrownBy(() -> video.createStream(call -> call.streamName("w")
                .streamStorageConfiguration(tier -> tier.defaultStorageTier("WARM")))).hasMessageContaining("DefaultStorageTier");
        video.createStream(call -> call.streamName("w").streamStorageConfiguration(tier -> tier.defaultStorageTier("HOT")));
    }

    @Test
    void badInputHasTheServicesError() throws IOException, InterruptedException {
        assertThat(post("createStream", "{\"StreamName\":\"a b\"}")).satisfies(reply -> {
            assertThat(reply.statusCode()).isEqualTo(400);
            assertThat(reply.headers().firstValue("x-amzn-ErrorType")).contains("InvalidArgumentException");
            assertThat(reply.body()).contains("\"Message\":\"1 validation error detected: Value 'a b' at 'streamName'");
        });
        assertThat(post("createStream", "{").statusCode()).isEqualTo(400);
        assertThat(post("createStream", "").body()).contains("streamName");
        assertThat(post("createStream", "{\"StreamName\":\"x\",\"Newer\":1}").body()).contains("'newer'");
        assertThat(post("createStream", "{\"StreamName\":\"x\",\"DataRetentionInHours\":87601}").statusCode()).isEqualTo(400);
        assertThat(post("createStream", "{\"StreamName\":\"" + "x".repeat(400_000) + "\"}").statusCode()).isEqualTo(400);
        assertThat(post("describeStream", "{}").statusCode()).isEqualTo(400);
        assertThat(post("describeStream", "{\"StreamName\":\"x\"}").statusCode()).isEqualTo(404);
        assertThat(post("describeStream", "{\"StreamName\":\"x\",\"StreamARN\":\"arn:aws:kinesisvideo:us-east-1:1:stream/x/1\"}").statusCode())
                .isEqualTo(400);
    }

    private HttpResponse<String> post(String operation, String body) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(server.resolve("/" + operation)).POST(HttpRequest.BodyPublishers.ofString(body)).build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    @Test
    void thereAreOnlySoManyStreams() {
        for (int stream = 0; stream < VideoAssembly.STREAMS_MAX; stream++) {
            String name = "s" + stream;
            video.createStream(call -> call.streamName(name));
        }
        assertThatThrownBy(() -> video.createStream(call -> call.streamName("more"))).hasMessageContaining("already");
    }
}
