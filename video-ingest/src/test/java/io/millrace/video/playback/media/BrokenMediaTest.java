package io.millrace.video.playback.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.clock.ManualClock;
import io.millrace.stream.ShardId;
import io.millrace.stream.ShardKey;
import io.millrace.stream.StoreException;
import io.millrace.stream.StreamId;
import io.millrace.video.fragment.ForwardingStore;
import io.millrace.video.fragment.Fragment;
import io.millrace.video.fragment.FragmentContent;
import io.millrace.video.fragment.FragmentDraft;
import io.millrace.video.fragment.FragmentNumber;
import io.millrace.video.fragment.FragmentStore;
import io.millrace.video.fragment.Heads;
import io.millrace.video.playback.PlaybackServer;
import io.millrace.video.playback.PlaybackSettings;
import io.millrace.video.playback.Waiting;
import io.millrace.video.stream.VideoStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a viewer gets of a fragment that goes away while it is sent: never anything that is not Matroska. */
class BrokenMediaTest {

    /** More than two of the pieces in which the store gives it. */
    private static final int LONG = 2_500;
    private static final String NUMBER = "AWS_KINESISVIDEO_FRAGMENT_NUMBER", TOKEN = "AWS_KINESISVIDEO_CONTINUATION_TOKEN", ERROR_ID = "AWS_KINESISVIDEO_ERROR_ID";

    private final ManualClock clock = new ManualClock(1_700_000_000_000L);
    private BrokenStore broken;
    private PlaybackServer server;
    private VideoStream stream;

    /** Fails from an offset of one fragment's content on, or when asked for the latest. */
    private static final class BrokenStore extends ForwardingStore {

        private volatile RuntimeException failure;
        private volatile FragmentNumber brokenFragment = FragmentNumber.NONE;
        private volatile long brokenFrom;
        private volatile boolean isLatestBroken;

        BrokenStore(FragmentStore store) {
            super(store);
        }

        @Override
        public CompletionStage<Optional<Fragment>> latest(StreamId stream) {
            return isLatestBroken ? CompletableFuture.failedStage(failure) : super.latest(stream);
        }

        @Override
        public CompletionStage<Optional<FragmentContent>> open(StreamId stream, FragmentNumber number) {
            return super.open(stream, number).thenApply(opened -> opened.map(content -> number.equals(brokenFragment) ? broken(content) : content));
        }

        private FragmentContent broken(FragmentContent content) {
            return new FragmentContent() {

                @Override
                public Fragment fragment() {
                    return content.fragment();
                }

                @Override
                public CompletionStage<ByteBuffer> read(long offset) {
                    return offset >= brokenFrom ? CompletableFuture.failedStage(failure) : content.read(offset);
                }
            };
        }
    }

    /** What a store may fail with. */
    enum Failure {
        DISK(new StoreException.DiskFailed("a part is damaged or was trimmed", null)),
        DELETED(new StoreException.ShardUnknown(new ShardKey(new StreamId(1), new ShardId(0)))),
        DEFECT(new IllegalStateException("a defect"));

        private final RuntimeException exception;

        Failure(RuntimeException exception) {
            this.exception = exception;
        }
    }

    /** @param isBrokenOff whether the connection was cut, instead of the reply having an end */
    private record Received(String bytes, boolean isBrokenOff) {

        int times(String text) {
            return bytes.split(text, -1).length - 1;
        }
    }

    @BeforeEach
    void start() {
        server = new PlaybackServer(clock, new PlaybackSettings(10, 3, Duration.ofSeconds(5)), store -> broken = new BrokenStore(store));
        stream = server.create("camera", 24);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Fragment commit(int bytes) {
        FragmentDraft draft = server.store().begin(stream.id());
        draft.write("x".repeat(bytes).getBytes(StandardCharsets.UTF_8), 0, bytes);
        Fragment fragment = Waiting.on(draft.commit(clock.millis(), 0, 2_000, Heads.video(1), List.of()));
        clock.advance(Duration.ofSeconds(2));
        return fragment;
    }

    /** Whatever there is of a reply: by HTTP/1.1 every byte that was sent. */
    private Received received(HttpClient.Version version, String path, String body) throws IOException {
        return switch (version) {
            case HTTP_1_1 -> read(path, body);
            case HTTP_2 -> readMultiplexed(path, body);
        };
    }

    private Received read(String path, String body) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.endpoint().getPort())) {
            socket.getOutputStream().write(("POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Length: " + body.length() + "\r\n\r\n"
                    + body).getBytes(StandardCharsets.ISO_8859_1));
            String reply = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertThat(reply).startsWith("HTTP/1.1 200 OK\r\n");
            String chunks = reply.substring(reply.indexOf("\r\n\r\n") + 4);
            StringBuilder bytes = new StringBuilder();
            while (!chunks.isEmpty() && !chunks.equals("0\r\n\r\n")) {
                int begin = chunks.indexOf("\r\n") + 2;
                int end = begin + Integer.parseInt(chunks.substring(0, begin - 2), 16);
                bytes.append(chunks, begin, end);
                chunks = chunks.substring(end + 2);
            }
            return new Received(bytes.toString(), chunks.isEmpty());
        }
    }

    /** A client that is told of a stream's end may drop what it has not handed on yet. */
    private Received readMultiplexed(String path, String body) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(server.endpoint().resolve(path)).version(HttpClient.Version.HTTP_2)
                .POST(HttpRequest.BodyPublishers.ofString(body)).build();
        HttpResponse<InputStream> reply = server.send(request, HttpResponse.BodyHandlers.ofInputStream());
        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(reply.version()).isEqualTo(HttpClient.Version.HTTP_2);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (InputStream in = reply.body()) {
            for (int next = in.read(); next >= 0; next = in.read()) {
                bytes.write(next);
            }
        } catch (IOException cut) {
            return new Received(bytes.toString(StandardCharsets.ISO_8859_1), true);
        }
        return new Received(bytes.toString(StandardCharsets.ISO_8859_1), false);
    }

    private Received getMedia(HttpClient.Version version) throws IOException {
        return received(version, "/getMedia", "{\"StreamName\":\"camera\",\"StartSelector\":{\"StartSelectorType\":\"EARLIEST\"}}");
    }

    @ParameterizedTest
    @EnumSource
    void aFragmentThatGoesAwayWhileItIsSentEndsTheConnection(Failure failure) throws IOException {
        commit(LONG);
        broken.brokenFragment = commit(LONG).number();
        broken.brokenFrom = 1_000;
        broken.failure = failure.exception;
        for (HttpClient.Version version : HttpClient.Version.values()) {
            Received received = getMedia(version);
            assertThat(received.isBrokenOff()).as("broken off").isTrue();
            assertThat(received.times(ERROR_ID)).as("tags within a cluster").isZero();
        }
        Received received = getMedia(HttpClient.Version.HTTP_1_1);
        assertThat(received.times(NUMBER)).isEqualTo(2);
        assertThat(received.times(TOKEN)).isEqualTo(1);
        assertThat(received.bytes()).endsWith("x".repeat(1_000));
    }

    @ParameterizedTest
    @CsvSource({"DISK,true,5000", "DELETED,false,4000"})
    void aFragmentOfWhichNothingWasSentIsAnErrorBehindTheOneBefore(Failure failure, boolean isBrokenOff, String errorId) throws IOException {
        commit(LONG);
        broken.brokenFragment = commit(LONG).number();
        broken.failure = failure.exception;
        Received received = getMedia(HttpClient.Version.HTTP_1_1);
        assertThat(received.times(NUMBER)).isEqualTo(1);
        assertThat(received.bytes().substring(received.bytes().indexOf(TOKEN))).contains(ERROR_ID, errorId);
        assertThat(received.isBrokenOff()).isEqualTo(isBrokenOff);
        assertThat(getMedia(HttpClient.Version.HTTP_2).isBrokenOff()).isEqualTo(isBrokenOff);
    }

    /** What stands behind a fragment is asked of the store as well. */
    @ParameterizedTest
    @EnumSource
    void whatCannotBeToldBehindAFragmentEndsTheConnection(Failure failure) throws IOException {
        commit(LONG);
        broken.failure = failure.exception;
        broken.isLatestBroken = true;
        for (HttpClient.Version version : HttpClient.Version.values()) {
            Received received = getMedia(version);
            assertThat(received.isBrokenOff()).as("broken off").isTrue();
            assertThat(received.times(TOKEN) + received.times(ERROR_ID)).isZero();
        }
        assertThat(getMedia(HttpClient.Version.HTTP_1_1).bytes()).endsWith("x".repeat(2_000)).doesNotContain("x".repeat(2_001));
    }

    @ParameterizedTest
    @EnumSource
    void aFragmentOfAListThatGoesAwayEndsTheConnection(Failure failure) throws IOException {
        Fragment first = commit(LONG);
        Fragment second = commit(LONG);
        broken.brokenFragment = first.number();
        broken.failure = failure.exception;
        broken.brokenFrom = 2_000;
        String path = "/getMediaForFragmentList";
        String body = "{\"StreamName\":\"camera\",\"Fragments\":[\"" + first.number().wire() + "\",\"" + second.number().wire() + "\"]}";
        assertThat(received(HttpClient.Version.HTTP_2, path, body).isBrokenOff()).isTrue();
        Received received = received(HttpClient.Version.HTTP_1_1, path, body);
        assertThat(received.isBrokenOff()).as("broken off").isTrue();
        assertThat(received.bytes()).endsWith("x".repeat(2_000)).doesNotContain("x".repeat(2_001));
    }
}
