package io.millrace.video.body;

import static io.millrace.video.fragment.Heads.join;
import static io.millrace.video.ingest.Matroska.block;
import static io.millrace.video.ingest.Matroska.cluster;
import static io.millrace.video.ingest.Matroska.content;
import static io.millrace.video.ingest.Matroska.document;
import static io.millrace.video.ingest.Matroska.first;
import static io.millrace.video.ingest.Matroska.head;
import static io.millrace.video.ingest.Matroska.openCluster;
import static io.millrace.video.ingest.Matroska.tags;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.process.Await;
import io.millrace.video.ebml.ElementId;
import io.millrace.video.ebml.ElementWriter;
import io.millrace.video.fragment.Fragment;
import io.millrace.video.fragment.FragmentTag;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** PutMedia over sockets. */
class PutMediaTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private final IngestServer server = new IngestServer();
    private int port;

    @BeforeEach
    void start() {
        port = server.start(IngestSettings.defaults());
        server.create("gate", 24);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private List<String> put(byte[] bytes) throws IOException {
        try (Producer producer = Producer.absolute(port, "gate")) {
            return producer.send(bytes).end().acks();
        }
    }

    private static String ack(String type, long timecode, Fragment fragment) {
        return "{\"EventType\":\"" + type + "\",\"FragmentTimecode\":" + timecode + ",\"FragmentNumber\":\"" + fragment.number().wire() + "\"}\n";
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 100, 4096, 100_000})
    void everyFragmentIsAcknowledgedThreeTimesHoweverItIsCut(int chunkBytes) throws IOException {
        byte[] document = document(5, 700);
        List<String> acks;
        try (Producer producer = Producer.absolute(port, "gate")) {
            acks = producer.send(document, chunkBytes).end().acks();
        }
        List<Fragment> fragments = server.fragments("gate");
        assertThat(fragments).hasSize(5);
        for (int index = 0; index < 5; index++) {
            Fragment fragment = fragments.get(index);
            assertThat(fragment.producerTimeMillis()).isEqualTo(index * 1000L);
            assertThat(fragment.durationMillis()).isEqualTo(1000);
            assertThat(server.content("gate", fragment)).isEqualTo(content(index * 1000L, block(1, 0, 700), block(1, 500, 700)));
            List<String> own = acks.stream().filter(ack -> ack.contains(fragment.number().wire())).toList();
            assertThat(own).containsExactly(ack("BUFFERING", index * 1000L, fragment), ack("RECEIVED", index * 1000L, fragment),
                    ack("PERSISTED", index * 1000L, fragment));
        }
        assertThat(acks).hasSize(15);
    }

    @Test
    void acknowledgementsComeWhileTheBodyDoes() throws IOException {
        try (Producer producer = Producer.absolute(port, "gate")) {
            producer.send(head(1)).send(cluster(0, block(1, 0, 100)));
            assertThat(producer.replyHead()).contains("HTTP/1.1 200 OK", "transfer-encoding: chunked");
            List<String> acks = new ArrayList<>();
            while (acks.size() < 3) {
                acks.addAll(List.of(producer.ack().split("(?<=\n)")));
            }
            assertThat(acks.getLast()).contains("PERSISTED");
            producer.send(openCluster(1000, block(1, 0, 100)));
            assertThat(producer.ack()).contains("BUFFERING");
            producer.end();
            assertThat(producer.ack()).contains("RECEIVED");
        }
    }

    @Test
    void relativeTimecodesCountFromTheStart() throws IOException {
        for (String start : List.of("2023-11-14T22:13:20.005Z", "2023-11-14T23:13:20.005+01:00", "1700000000.5", "1700000000.005")) {
            try (Producer producer = new Producer(port, "http://127.0.0.1:" + port + "/putMedia", "x-amzn-stream-arn: " + server.arn("gate"),
                    "x-amzn-fragment-timecode-type: RELATIVE", "x-amzn-producer-start-timestamp: " + start)) {
                assertThat(producer.send(document(1, 10)).end().acks()).hasSize(3).allMatch(ack -> ack.contains("\"FragmentTimecode\":0,"));
            }
            assertThat(server.fragments("gate").getLast().producerTimeMillis()).isEqualTo(1_700_000_000_005L);
        }
    }

    @Test
    void tagsBelongToTheClusterBehindThem() throws IOException {
        put(join(head(1), tags("a", "1", "b", ""), cluster(0, block(1, 0, 9)), cluster(1000, block(1, 0, 9)),
                tags("c", "é"), tags("d", "x"), openCluster(2000, block(1, 0, 9)), tags("late", "x")));
        assertThat(server.fragments("gate")).extracting(Fragment::tags).containsExactly(
                List.of(new FragmentTag("a", "1"), new FragmentTag("b", "")), List.of(),
                List.of(new FragmentTag("c", "é"), new FragmentTag("d", "x")));
    }

    @Test
    void aStreamWithoutArchiveIsNotToldPersisted() throws IOException {
        server.create("live", 0);
        try (Producer producer = Producer.absolute(port, "live")) {
            assertThat(producer.send(document(3, 100)).end().acks()).hasSize(6).noneMatch(ack -> ack.contains("PERSISTED"));
        }
        assertThat(server.fragments("live")).hasSize(3);
    }

    static Stream<Arguments> brokenStreams() {
        byte[] frame = block(1, 0, 50);
        byte[] good = cluster(0, frame);
        String[] eleven = IntStream.range(0, 22).mapToObj(index -> index % 2 == 0 ? "n" + index : "v").toArray(String[]::new);
        byte[] bomb = {0};
        for (int depth = 0; depth < 40; depth++) {
            bomb = ElementWriter.element(ElementId.SIMPLE_TAG, bomb);
        }
        return Stream.of(
                Arguments.of("garbage", "no Matroska at all".getBytes(), 4006, 0),
                Arguments.of("no head", good, 4006, 0),
                Arguments.of("no tracks", join(first(head(1), 35), good), 4006, 0),
                Arguments.of("garbage between", join(head(1), good, new byte[50]), 4006, 1),
                Arguments.of("size beyond its parent", join(head(1), good, ElementWriter.element(ElementId.CLUSTER,
                        ElementWriter.header(ElementId.SIMPLE_BLOCK, 1000))), 4006, 1),
                Arguments.of("larger than allowed, as said", join(head(1), good, ElementWriter.header(ElementId.CLUSTER, 1L << 40)), 4001, 1),
                Arguments.of("longer than allowed", join(head(1), good, cluster(1000, frame, block(1, 20_001, 5))), 4002, 1),
                Arguments.of("back in time", join(head(1), cluster(2000, frame), cluster(1999, frame)), 4004, 1),
                Arguments.of("eleven tags", join(head(1), good, tags(eleven), cluster(1000, frame)), 4009, 1),
                Arguments.of("long name", join(head(1), good, tags("n".repeat(129), "v"), cluster(1000, frame)), 4009, 1),
                Arguments.of("long value", join(head(1), good, tags("n", "v".repeat(257)), cluster(1000, frame)), 4009, 1),
                Arguments.of("reserved name", join(head(1), good, tags("AWS_x", "v"), cluster(1000, frame)), 4009, 1),
                Arguments.of("unknown track", join(head(1), good, cluster(1000, frame, block(2, 0, 5))), 4010, 1),
                Arguments.of("missing track", join(head(2), good), 4011, 0),
                Arguments.of("four tracks", join(head(4), good), 4012, 0),
                Arguments.of("no time", join(head(1), ElementWriter.element(ElementId.CLUSTER, frame)), 4006, 0),
                Arguments.of("no producer time", join(head(1), cluster(1L << 60, frame)), 4007, 0),
                Arguments.of("nested without end", join(head(1), good, ElementWriter.element(ElementId.TAGS, ElementWriter.element(
                        ElementId.TAG, bomb))), 4006, 1),
                Arguments.of("head without end", join(first(head(1), 31), ElementWriter.header(ElementId.TRACKS, 1L << 30)), 4006, 0),
                Arguments.of("value without end", join(head(1), good, ElementWriter.header(ElementId.TAGS, 1L << 33),
                        ElementWriter.header(ElementId.TAG, 1L << 32), ElementWriter.header(ElementId.SIMPLE_TAG, 1L << 31),
                        ElementWriter.header(ElementId.TAG_STRING, 1L << 30)), 4006, 1),
                Arguments.of("head of unknown size", join(head(1), good, ElementWriter.header(ElementId.TAGS, -1)), 4006, 1),
                Arguments.of("block without flags", join(head(1), good, cluster(1000, ElementWriter.element(ElementId.SIMPLE_BLOCK,
                        new byte[] {(byte) 0x81, 0, 0}))), 4006, 1),
                Arguments.of("laced frames larger than their block", join(head(1), good, cluster(1000, ElementWriter.element(ElementId.SIMPLE_BLOCK,
                        new byte[] {(byte) 0x81, 0, 0, (byte) 0x82, 1, 100, 0, 0}))), 4006, 1),
                Arguments.of("laced frames that do not fill their block", join(head(1), good, cluster(1000, ElementWriter.element(
                        ElementId.SIMPLE_BLOCK, new byte[] {(byte) 0x81, 0, 0, (byte) 0x84, 1, 0, 0, 0}))), 4006, 1),
                Arguments.of("frames of nothing without number", join(head(1), good, openCluster(1000), frames(256 * 79)), 4006, 1),
                Arguments.of("short block", join(head(1), good, cluster(1000, ElementWriter.element(ElementId.SIMPLE_BLOCK,
                        new byte[] {(byte) 0x81, 0}))), 4006, 1));
    }

    /** Empty ones, 256 in each block of seven bytes. */
    private static byte[] frames(int count) {
        byte[] block = ElementWriter.element(ElementId.SIMPLE_BLOCK, new byte[] {(byte) 0x81, 0, 0, (byte) 0x84, (byte) 0xff});
        byte[] blocks = new byte[count / 256 * block.length];
        for (int at = 0; at < blocks.length; at += block.length) {
            System.arraycopy(block, 0, blocks, at, block.length);
        }
        return blocks;
    }

    @Test
    void asManyFramesAsMillisecondsAreTaken() throws IOException {
        int before = server.fragments("gate").size();
        assertThat(put(join(head(1), openCluster(5000), frames(256 * 78))).getLast()).contains("PERSISTED");
        assertThat(server.fragments("gate")).hasSize(before + 1);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenStreams")
    void whatIsBrokenIsToldByItsIdAndNotStored(String name, byte[] bytes, int errorId, int whole) throws IOException {
        for (int chunkBytes : new int[] {1, 16 * 1024}) {
            int before = server.fragments("gate").size();
            try (Producer producer = Producer.absolute(port, "gate")) {
                List<String> acks = producer.send(bytes, chunkBytes).acks();
                assertThat(acks.getLast()).contains("\"EventType\":\"ERROR\"").contains("\"ErrorId\":" + errorId + ",");
                assertThat(acks.stream().filter(ack -> ack.contains("PERSISTED"))).hasSize(whole);
                assertThat(producer.isClosedByServer()).isTrue();
            }
            assertThat(server.fragments("gate")).hasSize(before + whole);
        }
    }

    @Test
    void aFragmentMayGrowToItsLimitAndNotBeyond() throws IOException {
        byte[] megabyte = block(1, 0, 1024 * 1024);
        try (Producer producer = Producer.absolute(port, "gate")) {
            producer.send(head(1)).send(openCluster(0));
            for (int sent = 0; sent < 51; sent++) {
                producer.send(megabyte);
            }
            List<String> acks = producer.acks();
            assertThat(acks).hasSize(2);
            assertThat(acks.getLast()).contains("\"ErrorId\":4001,\"ErrorCode\":\"MAX_FRAGMENT_SIZE_REACHED\"").contains("FragmentNumber");
        }
        assertThat(server.fragments("gate")).isEmpty();
    }

    @Test
    void aStreamCutOffAnywhereLeavesWhatWasWhole() throws IOException {
        byte[] document = document(4, 20);
        int[] wholeAt = wholeClusters();
        for (int length = 0; length < document.length; length += 3) {
            int before = server.fragments("gate").size();
            List<String> acks = put(first(document, length));
            int persisted = (int) acks.stream().filter(ack -> ack.contains("PERSISTED")).count();
            assertThat(server.fragments("gate")).as("cut at " + length).hasSize(before + persisted);
            int ended = length;
            assertThat(persisted).as("cut at " + length)
                    .isBetween((int) IntStream.of(wholeAt).filter(end -> end <= ended).count() - 1, 4);
            assertThat(acks.stream().filter(ack -> ack.contains("RECEIVED"))).hasSize(persisted);
        }
    }

    private static int[] wholeClusters() {
        return IntStream.rangeClosed(1, 4).map(clusters -> document(clusters, 20).length).toArray();
    }

    @Test
    void aBrokenConnectionLeavesNoOpenCluster() throws IOException, InterruptedException {
        try (Producer producer = Producer.absolute(port, "gate")) {
            producer.send(head(1)).send(openCluster(0, block(1, 0, 100))).send(openCluster(1000, block(1, 0, 100)));
            producer.replyHead();
            Await.until(PATIENCE, () -> server.fragments("gate").size() == 1, () -> "stored");
            producer.reset();
        }
        assertThat(put(document(1, 10))).hasSize(3);
        assertThat(server.fragments("gate")).hasSize(2);
    }

    @Test
    void whatIsSentAgainAfterAReconnectIsTakenAgain() throws IOException {
        assertThat(put(document(3, 20))).hasSize(9);
        assertThat(put(join(head(1), cluster(1000, block(1, 0, 20)), cluster(2000, block(1, 0, 20)), cluster(3000, block(1, 0, 20)))))
                .hasSize(9);
        assertThat(server.fragments("gate")).extracting(Fragment::producerTimeMillis)
                .containsExactly(0L, 1000L, 2000L, 1000L, 2000L, 3000L);
    }

    @Test
    void whileOneSendsAnotherIsRefused() throws IOException {
        try (Producer first = Producer.absolute(port, "gate").send(head(1)).send(openCluster(0, block(1, 0, 100)))) {
            first.replyHead();
            try (Producer second = Producer.absolute(port, "gate")) {
                assertThat(second.replyHead()).contains("HTTP/1.1 400 Bad Request", "x-amzn-ErrorType: ConnectionLimitExceededException");
            }
            first.end();
            assertThat(first.ack()).contains("BUFFERING");
        }
    }

    @Test
    void aSilentOneGivesWay() throws IOException {
        port = server.restart(IngestSettings.defaults().withTimes(Duration.ofSeconds(30), Duration.ZERO));
        try (Producer first = Producer.absolute(port, "gate").send(head(1)).send(openCluster(0, block(1, 0, 100)))) {
            first.replyHead();
            assertThat(put(document(2, 100))).hasSize(6);
            assertThat(first.ack()).contains("BUFFERING");
            assertThat(first.isClosedByServer()).isTrue();
        }
        assertThat(server.fragments("gate")).hasSize(2);
    }

    @Test
    void idlenessIsToldAndEnds() throws IOException {
        port = server.restart(IngestSettings.defaults().withTimes(Duration.ofMillis(300), Duration.ofSeconds(5)));
        try (Producer producer = Producer.absolute(port, "gate").send(head(1)).send(openCluster(0, block(1, 0, 100)))) {
            List<String> acks = producer.acks();
            assertThat(acks).hasSize(2);
            assertThat(acks.getLast()).isEqualTo("{\"EventType\":\"IDLE\"}\n");
            assertThat(producer.isClosedByServer()).isTrue();
        }
        assertThat(server.fragments("gate")).isEmpty();
    }

    @Test
    void aDeletedStreamIsToldSo() throws IOException {
        try (Producer producer = Producer.absolute(port, "gate").send(head(1)).send(cluster(0, block(1, 0, 100)))) {
            producer.replyHead();
            Await.until(PATIENCE, () -> server.fragments("gate").size() == 1, () -> "stored");
            server.delete("gate");
            producer.send(cluster(1000, block(1, 0, 100)));
            String last = "";
            for (String ack = producer.ack(); ack != null; ack = producer.ack()) {
                last = ack;
            }
            assertThat(last).contains("\"ErrorId\":4008");
        }
    }

    @Test
    void ratesHoldAProducerBack() throws IOException {
        port = server.restart(IngestSettings.defaults().withRates(0, 5));
        long begun = System.nanoTime();
        assertThat(put(document(10, 10))).hasSize(30);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(700));
        port = server.restart(IngestSettings.defaults().withRates(1_000_000, 0));
        begun = System.nanoTime();
        assertThat(put(document(2, 500_000))).hasSize(6);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(700));
    }

    @Test
    void badHeadersAreRefused() throws IOException {
        String name = "x-amzn-stream-name: gate";
        String absolute = "x-amzn-fragment-timecode-type: ABSOLUTE";
        assertRefused(400, "InvalidArgumentException", absolute);
        assertRefused(400, "InvalidArgumentException", name);
        assertRefused(400, "InvalidArgumentException", name, "x-amzn-stream-arn: " + server.arn("gate"), absolute);
        assertRefused(400, "InvalidArgumentException", name, "x-amzn-fragment-timecode-type: SOMEHOW");
        assertRefused(400, "InvalidArgumentException", name, "x-amzn-fragment-timecode-type: RELATIVE");
        assertRefused(400, "InvalidArgumentException", name, absolute, "x-amzn-producer-start-timestamp: now");
        assertRefused(404, "ResourceNotFoundException", "x-amzn-stream-name: other", absolute);
    }

    private void assertRefused(int status, String error, String... headers) throws IOException {
        try (Producer producer = new Producer(port, "/putMedia", headers).send(head(1))) {
            List<String> head = producer.replyHead();
            assertThat(head.getFirst()).startsWith("HTTP/1.1 " + status);
            assertThat(head).contains("x-amzn-ErrorType: " + error);
        }
    }
}
