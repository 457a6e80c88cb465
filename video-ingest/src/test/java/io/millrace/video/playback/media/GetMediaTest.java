package io.millrace.video.playback.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.clock.ManualClock;
import io.millrace.video.ebml.EbmlException;
import io.millrace.video.ebml.EbmlHandler;
import io.millrace.video.ebml.EbmlLimits;
import io.millrace.video.ebml.EbmlParser;
import io.millrace.video.ebml.ElementId;
import io.millrace.video.ebml.ElementWriter;
import io.millrace.video.fragment.Fragment;
import io.millrace.video.fragment.FragmentDraft;
import io.millrace.video.fragment.FragmentTag;
import io.millrace.video.fragment.Heads;
import io.millrace.video.playback.PlaybackServer;
import io.millrace.video.playback.PlaybackSettings;
import io.millrace.video.playback.Waiting;
import io.millrace.video.stream.VideoStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client of GetMedia and GetMediaForFragmentList is sent. */
class GetMediaTest {

    private final ManualClock clock = new ManualClock(1_700_000_000_000L);
    private PlaybackServer server;
    private VideoStream stream;

    @BeforeEach
    void start() {
        server = new PlaybackServer(clock, new PlaybackSettings(10, 3, Duration.ofSeconds(5)));
        stream = server.create("camera", 24);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** A fragment of two seconds. */
    private Fragment commit(String content) {
        FragmentDraft draft = server.store().begin(stream.id());
        long producerMillis = clock.millis() - 500;
        byte[] bytes = Heads.join(ElementWriter.unsigned(ElementId.TIMESTAMP, producerMillis),
                ElementWriter.element(ElementId.SIMPLE_BLOCK,
                        Heads.join(new byte[] {(byte) 0x81, 0, 0, 0x10}, content.getBytes(StandardCharsets.UTF_8))));
        draft.write(bytes, 0, bytes.length);
        Fragment fragment = Waiting.on(draft.commit(producerMillis, producerMillis, 2_000, Heads.video(1), List.of(new FragmentTag("door", "open"))));
        clock.advance(Duration.ofSeconds(2));
        return fragment;
    }

    private HttpResponse<InputStream> getMedia(String selector) {
        String body = "{\"StreamName\":\"camera\",\"StartSelector\":{" + selector + "}}";
        return server.send(HttpRequest.newBuilder(server.endpoint().resolve("/getMedia")).POST(HttpRequest.BodyPublishers.ofString(body)).build(),
                HttpResponse.BodyHandlers.ofInputStream());
    }

    /** One document as it was read: its tags, and where the cluster stood among them. */
    private record Document(Map<String, String> tags, List<String> order) {
        String block() {
            return order.stream().filter(entry -> entry.startsWith("block ")).findFirst().orElseThrow().substring("block ".length());
        }
    }

    /** Reads documents from a stream, until so many are whole: the token is the last of each. */
    private static List<Document> documents(InputStream in, int count, String lastTag) throws IOException, EbmlException {
        List<Document> documents = new ArrayList<>();
        int[] whole = new int[1];
        EbmlParser parser = new EbmlParser(new EbmlHandler() {
            private String name;
            private final ByteArrayOutputStream block = new ByteArrayOutputStream();

            @Override
            public void begin(int id, long size) {
                if (id == ElementId.EBML) {
                    documents.add(new Document(new LinkedHashMap<>(), new ArrayList<>()));
                } else if (id == ElementId.SEGMENT) {
                    assertThat(size).isEqualTo(-1);
                } else if (id == ElementId.CLUSTER) {
                    documents.getLast().order().add("cluster");
                }
            }

            @Override
            public void value(int id, byte[] bytes) {
                String text = new String(bytes, StandardCharsets.UTF_8);
                if (id == ElementId.TAG_NAME) {
                    name = text;
                    documents.getLast().order().add(text);
                } else if (id == ElementId.TAG_STRING) {
                    documents.getLast().tags().put(name, text);
                }
            }

            @Override
            public void block(byte[] bytes, int from, int to) {
                block.write(bytes, from, to - from);
            }

            @Override
            public void endBlock(int id) {
                documents.getLast().order().add("block " + block.toString(StandardCharsets.UTF_8).substring(4));
                block.reset();
            }

            @Override
            public void end(int id) {
                whole[0] += id == ElementId.SIMPLE_TAG && name.equals(lastTag) ? 1 : 0;
            }
        }, EbmlLimits.defaults());
        byte[] read = new byte[64];
        while (whole[0] < count) {
            int length = in.read(read, 0, 1);
            assertThat(length).isPositive();
            parser.feed(read, 0, length);
        }
        return documents;
    }

    private static List<Document> documents(HttpResponse<InputStream> reply, int count) throws IOException, EbmlException {
        assertThat(reply.statusCode()).isEqualTo(200);
        return documents(reply.body(), count, "AWS_KINESISVIDEO_CONTINUATION_TOKEN");
    }

    @Test
    void everyFragmentIsADocumentWithTheServicesTagsAroundItsCluster() throws IOException, EbmlException {
        Fragment first = commit("one");
        commit("two");
        try (InputStream in = getMedia("\"StartSelectorType\":\"EARLIEST\"").body()) {
            List<Document> documents = documents(in, 2, "AWS_KINESISVIDEO_CONTINUATION_TOKEN");
            assertThat(documents.getFirst().order()).containsExactly("door", "AWS_KINESISVIDEO_FRAGMENT_NUMBER", "AWS_KINESISVIDEO_SERVER_TIMESTAMP",
                    "AWS_KINESISVIDEO_PRODUCER_TIMESTAMP", "cluster", "block one", "AWS_KINESISVIDEO_MILLIS_BEHIND_NOW",
                    "AWS_KINESISVIDEO_CONTINUATION_TOKEN");
            assertThat(documents.getFirst().tags()).containsEntry("AWS_KINESISVIDEO_FRAGMENT_NUMBER", first.number().wire())
                    .containsEntry("AWS_KINESISVIDEO_SERVER_TIMESTAMP", "1700000000.000")
                    .containsEntry("AWS_KINESISVIDEO_PRODUCER_TIMESTAMP", "1699999999.500")
                    .containsEntry("AWS_KINESISVIDEO_MILLIS_BEHIND_NOW", "2000");
            assertThat(documents.get(1).block()).isEqualTo("two");
            assertThat(documents.get(1).tags()).containsEntry("AWS_KINESISVIDEO_MILLIS_BEHIND_NOW", "0");
        }
    }

    @ParameterizedTest
    @CsvSource({"EARLIEST,0,one", "NOW,0,three", "SERVER_TIMESTAMP,1700000002.0,two", "SERVER_TIMESTAMP,1700000003.999,two",
        "SERVER_TIMESTAMP,1500000000,one", "PRODUCER_TIMESTAMP,1700000001.499,one", "PRODUCER_TIMESTAMP,1700000001.5,two"})
    void aSelectorTellsWhereToStart(String type, String time, String expected) throws IOException, EbmlException {
        List.of("one", "two", "three").forEach(this::commit);
        String start = type.endsWith("TIMESTAMP") ? ",\"StartTimestamp\":" + time : "";
        HttpResponse<InputStream> reply = getMedia("\"StartSelectorType\":\"" + type + "\"" + start);
        assertThat(documents(reply, 1).getFirst().block()).isEqualTo(expected);
        reply.body().close();
    }

    @Test
    void aReaderGoesOnBehindANumberOrAToken() throws IOException, EbmlException {
        Fragment first = commit("one");
        List.of("two", "three").forEach(this::commit);
        HttpResponse<InputStream> behind = getMedia("\"StartSelectorType\":\"FRAGMENT_NUMBER\",\"AfterFragmentNumber\":\"" + first.number().wire() + "\"");
        Document two = documents(behind, 1).getFirst();
        assertThat(two.block()).isEqualTo("two");
        behind.body().close();
        String token = two.tags().get("AWS_KINESISVIDEO_CONTINUATION_TOKEN");
        HttpResponse<InputStream> next = getMedia("\"StartSelectorType\":\"CONTINUATION_TOKEN\",\"ContinuationToken\":\"" + token + "\"");
        assertThat(documents(next, 1).getFirst().block()).isEqualTo("three");
        next.body().close();
    }

    @Test
    void aLiveReaderIsPushedWhatIsCommitted() throws IOException, EbmlException {
        HttpResponse<InputStream> reply = getMedia("\"StartSelectorType\":\"NOW\"");
        for (String content : List.of("one", "two", "three")) {
            commit(content);
            assertThat(documents(reply, 1).getFirst().block()).isEqualTo(content);
        }
        server.delete(stream);
        assertThat(new String(reply.body().readAllBytes(), StandardCharsets.ISO_8859_1)).contains("AWS_KINESISVIDEO_ERROR_ID", "4000");
    }

    @Test
    void aStreamHasThreeLiveReaders() throws IOException, EbmlException {
        commit("one");
        List<HttpResponse<InputStream>> readers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            readers.add(getMedia("\"StartSelectorType\":\"NOW\""));
            documents(readers.getLast(), 1);
        }
        HttpResponse<InputStream> fourth = getMedia("\"StartSelectorType\":\"NOW\"");
        assertThat(fourth.headers().firstValue("x-amzn-ErrorType")).contains("ConnectionLimitExceededException");
        readers.getFirst().body().close();
        HttpResponse<InputStream> after = getMedia("\"StartSelectorType\":\"NOW\"");
        for (int attempts = 0; after.statusCode() != 200 && attempts < 1000; attempts++) {
            after = getMedia("\"StartSelectorType\":\"NOW\"");
        }
        assertThat(after.statusCode()).isEqualTo(200);
        after.body().close();
        for (HttpResponse<InputStream> reader : readers) {
            reader.body().close();
        }
    }

    /** It sends its request and never reads: its place is free again after a while, and others were served meanwhile. */
    @Test
    void aReaderThatDoesNotReadIsCutOff() throws IOException, EbmlException {
        String large = "x".repeat(1_000_000);
        try (PlaybackServer small = new PlaybackServer(clock, new PlaybackSettings(10, 1, Duration.ofMillis(300)))) {
            VideoStream crowded = small.create("camera", 24);
            for (int i = 0; i < 30; i++) {
                FragmentDraft draft = small.store().begin(crowded.id());
                byte[] content = large.getBytes(StandardCharsets.UTF_8);
                draft.write(content, 0, content.length);
                Waiting.on(draft.commit(clock.millis(), 0, 2_000, Heads.video(1), List.of()));
            }
            String body = "{\"StreamName\":\"camera\",\"StartSelector\":{\"StartSelectorType\":\"EARLIEST\"}}";
            try (Socket idle = new Socket("127.0.0.1", small.endpoint().getPort())) {
                idle.getOutputStream().write(("POST /getMedia HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                        .getBytes(StandardCharsets.US_ASCII));
                HttpRequest request = HttpRequest.newBuilder(small.endpoint().resolve("/getMedia")).POST(HttpRequest.BodyPublishers.ofString(body)).build();
                awaitStatus(small, request, 400);
                awaitStatus(small, request, 200);
            }
        }
    }

    private static void awaitStatus(PlaybackServer server, HttpRequest request, int status) throws IOException {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        int last;
        do {
            HttpResponse<InputStream> reply = server.send(request, HttpResponse.BodyHandlers.ofInputStream());
            last = reply.statusCode();
            reply.body().close();
        } while (last != status && System.nanoTime() < end);
        assertThat(last).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{\"StreamName\":\"camera\"}|InvalidArgumentException",
        "{\"StreamName\":\"camera\",\"StartSelector\":{\"StartSelectorType\":\"LATEST\"}}|InvalidArgumentException",
        "{\"StreamName\":\"camera\",\"StartSelector\":{\"StartSelectorType\":\"FRAGMENT_NUMBER\"}}|InvalidArgumentException",
        "{\"StreamName\":\"camera\",\"StartSelector\":{\"StartSelectorType\":\"SERVER_TIMESTAMP\"}}|InvalidArgumentException",
        "{\"StreamName\":\"camera\",\"StartSelector\":{\"StartSelectorType\":\"CONTINUATION_TOKEN\",\"ContinuationToken\":\"abc\"}}|InvalidArgumentException",
        "{\"StreamName\":\"nobody\",\"StartSelector\":{\"StartSelectorType\":\"NOW\"}}|ResourceNotFoundException",
        "{\"StartSelector\":{\"StartSelectorType\":\"NOW\"}}|InvalidArgumentException", "nonsense|InvalidArgumentException"})
    void whatCannotBeIsRefused(String body, String fault) {
        HttpResponse<String> reply = server.post("/getMedia", body);
        assertThat(reply.headers().firstValue("x-amzn-ErrorType")).as(reply.body()).contains(fault);
        assertThat(reply.body()).contains("\"Message\"");
    }

    @Test
    void fragmentsAreGivenInTheOrderAskedFor() throws IOException, EbmlException {
        Fragment one = commit("one");
        Fragment two = commit("two");
        String missing = one.number().wire().replaceFirst("..$", "99");
        String body = "{\"StreamName\":\"camera\",\"Fragments\":[\"%s\",\"%s\",\"%s\"]}".formatted(two.number().wire(), missing, one.number().wire());
        HttpResponse<InputStream> reply = server.send(HttpRequest.newBuilder(server.endpoint().resolve("/getMediaForFragmentList"))
                .POST(HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofInputStream());
        List<Document> documents = documents(reply.body(), 2, "AWS_KINESISVIDEO_PRODUCER_SIDE_TIMESTAMP");
        assertThat(documents).hasSize(3);
        assertThat(documents.getFirst().block()).isEqualTo("two");
        assertThat(documents.getFirst().tags()).containsKeys("AWS_KINESISVIDEO_PRODUCER_TIMESTAMP", "AWS_KINESISVIDEO_SERVER_SIDE_TIMESTAMP");
        assertThat(documents.get(1).tags()).containsEntry("AWS_KINESISVIDEO_FRAGMENT_NUMBER", missing)
                .containsEntry("AWS_KINESISVIDEO_EXCEPTION_ERROR_CODE", "4000");
        assertThat(documents.get(2).tags()).containsEntry("AWS_KINESISVIDEO_FRAGMENT_NUMBER", one.number().wire());
        reply.body().readAllBytes();
    }
}
