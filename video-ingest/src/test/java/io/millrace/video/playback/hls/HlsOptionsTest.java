package io.millrace.video.playback.hls;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.clock.ManualClock;
import io.millrace.video.fragment.Fragment;
import io.millrace.video.fragment.FragmentDraft;
import io.millrace.video.fragment.Heads;
import io.millrace.video.ingest.Matroska;
import io.millrace.video.playback.PlaybackServer;
import io.millrace.video.playback.PlaybackSettings;
import io.millrace.video.playback.Waiting;
import io.millrace.video.stream.VideoStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What each option of GetHLSStreamingSessionURL does to a session, over HTTP. */
class HlsOptionsTest {

    private static final Duration LENGTH = Duration.ofSeconds(2);
    private static final long PRODUCER_BEHIND_MILLIS = 5_000;
    private static final String DATE_TIME = "#EXT-X-PROGRAM-DATE-TIME:", SEGMENT = "getMP4MediaFragment";

    private final ManualClock clock = new ManualClock(1_700_000_000_000L);
    private final List<Fragment> stored = new ArrayList<>();
    private PlaybackServer server;
    private VideoStream stream;

    @BeforeEach
    void start() {
        server = new PlaybackServer(clock, PlaybackSettings.defaults());
        stream = server.create("camera", 24);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void commit(int count) {
        for (int i = 0; i < count; i++) {
            byte[] content = Matroska.content(0, Matroska.block(1, 0, 500), Matroska.block(1, 1000, 500));
            FragmentDraft draft = server.store().begin(stream.id());
            draft.write(content, 0, content.length);
            stored.add(Waiting.on(draft.commit(clock.millis() - PRODUCER_BEHIND_MILLIS, 0, LENGTH.toMillis(), Heads.playable(), List.of())));
            clock.advance(LENGTH);
        }
    }

    private String body(String mode, String timestamps, String more) {
        return "{\"StreamName\":\"camera\",\"PlaybackMode\":\"" + mode + "\",\"HLSFragmentSelector\":{\"FragmentSelectorType\":\"" + timestamps
                + "\",\"TimestampRange\":{\"StartTimestamp\":" + (clock.millis() / 1000 - 3600) + ",\"EndTimestamp\":" + clock.millis() / 1000 + "}}"
                + more + "}";
    }

    private String master(String body) {
        HttpResponse<String> reply = server.post("/getHLSStreamingSessionURL", body);
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
        try {
            return new ObjectMapper().readTree(reply.body()).get("HLSStreamingSessionURL").asText();
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private String media(String body) {
        return HlsPaths.ROOT + server.get(master(body)).body().lines().filter(line -> !line.startsWith("#")).findFirst().orElseThrow();
    }

    private List<String> lines(String path, String beginning) {
        return server.get(path).body().lines().filter(line -> line.startsWith(beginning)).toList();
    }

    /** The indexes of the fragments that the playlist has now. */
    private List<Integer> shown(String media) {
        List<String> numbers = stored.stream().map(fragment -> fragment.number().wire()).toList();
        return lines(media, SEGMENT).stream().map(line -> numbers.indexOf(line.replaceFirst(".*FragmentNumber=([0-9]+)&.*", "$1"))).toList();
    }

    static Stream<Arguments> clocks() {
        return Stream.of(Arguments.of("SERVER_TIMESTAMP", (ToLongFunction<Fragment>) Fragment::serverTimeMillis),
                Arguments.of("PRODUCER_TIMESTAMP", (ToLongFunction<Fragment>) Fragment::producerTimeMillis));
    }

    @ParameterizedTest
    @MethodSource("clocks")
    void fragmentsShowTheirTimesWhereThatIsAskedFor(String timestamps, ToLongFunction<Fragment> time) {
        commit(4);
        assertThat(lines(media(body("ON_DEMAND", timestamps, ",\"DisplayFragmentTimestamp\":\"ALWAYS\"")), DATE_TIME))
                .extracting(line -> Instant.parse(line.substring(DATE_TIME.length())).toEpochMilli())
                .isEqualTo(stored.stream().map(time::applyAsLong).toList());
        assertThat(lines(media(body("ON_DEMAND", timestamps, ",\"DisplayFragmentTimestamp\":\"NEVER\"")), DATE_TIME)).isEmpty();
        assertThat(lines(media(body("ON_DEMAND", timestamps, "")), DATE_TIME)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"ALWAYS,5", "NEVER,0", "ON_DISCONTINUITY,1", ",5"})
    void discontinuitiesAreMarkedAsAskedFor(String discontinuities, int marks) {
        commit(3);
        clock.advance(Duration.ofMillis(51));
        commit(3);
        String media = media(body("ON_DEMAND", "SERVER_TIMESTAMP", discontinuities == null ? "" : ",\"DiscontinuityMode\":\"" + discontinuities + "\""));
        assertThat(lines(media, "#EXT-X-DISCONTINUITY").stream().filter("#EXT-X-DISCONTINUITY"::equals)).hasSize(marks);
    }

    @Test
    void aPlaylistHasAsManyFragmentsAsAreAskedFor() {
        commit(8);
        assertThat(shown(media("{\"StreamName\":\"camera\"}"))).containsExactly(3, 4, 5, 6, 7);
        assertThat(shown(media("{\"StreamName\":\"camera\",\"MaxMediaPlaylistFragmentResults\":2}"))).containsExactly(6, 7);
        String some = media(body("ON_DEMAND", "PRODUCER_TIMESTAMP", ",\"MaxMediaPlaylistFragmentResults\":3"));
        assertThat(shown(some)).containsExactly(0, 1, 2);
        assertThat(lines(some, "#EXT-X-ENDLIST")).hasSize(1);
        assertThat(lines(some, "#EXT-X-PLAYLIST-TYPE:VOD")).hasSize(1);
        assertThat(shown(media(body("ON_DEMAND", "PRODUCER_TIMESTAMP", "")))).hasSize(8);
    }

    @Test
    void aReplayAddsAFragmentWheneverOneHasPlayedUntilItsEnd() {
        commit(10);
        String media = media(body("LIVE_REPLAY", "SERVER_TIMESTAMP", ",\"MaxMediaPlaylistFragmentResults\":3"));
        Set<Integer> seen = new LinkedHashSet<>();
        for (int first = 0; first <= 7; first++) {
            assertThat(shown(media)).containsExactly(first, first + 1, first + 2);
            assertThat(lines(media, "#EXT-X-MEDIA-SEQUENCE")).containsExactly("#EXT-X-MEDIA-SEQUENCE:" + (first + 1));
            seen.addAll(shown(media));
            assertThat(lines(media, "#EXT-X-ENDLIST")).hasSize(first == 7 ? 1 : 0);
            clock.advance(LENGTH);
        }
        assertThat(seen).containsExactlyElementsOf(IntStream.range(0, 10).boxed().toList());
    }

    @Test
    void aReplayWithoutEndGoesOnWithWhatComes() {
        commit(4);
        String media = media(body("LIVE_REPLAY", "PRODUCER_TIMESTAMP", ",\"MaxMediaPlaylistFragmentResults\":3").replaceFirst(",\"EndTimestamp\":[0-9]+", ""));
        assertThat(shown(media)).containsExactly(0, 1, 2);
        commit(3);
        assertThat(shown(media)).containsExactly(3, 4, 5);
        clock.advance(LENGTH.multipliedBy(20));
        assertThat(shown(media)).containsExactly(4, 5, 6);
        assertThat(lines(media, "#EXT-X-ENDLIST")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({",300", "\"Expires\":300,300", "\"Expires\":43200,43200"})
    void aSessionEndsWhenItExpiresWithAllItsParts(String expires, int seconds) {
        commit(2);
        String master = master("{\"StreamName\":\"camera\"" + (expires == null ? "" : "," + expires) + "}");
        String media = HlsPaths.ROOT + server.get(master).body().lines().filter(line -> !line.startsWith("#")).findFirst().orElseThrow();
        List<String> parts = new ArrayList<>(List.of(master, media));
        parts.add(HlsPaths.ROOT + lines(media, SEGMENT).getFirst());
        parts.add(HlsPaths.ROOT + lines(media, "#EXT-X-MAP").getFirst().replaceFirst(".*URI=\"(.*)\"", "$1"));
        clock.advance(Duration.ofSeconds(seconds).minusMillis(1));
        assertThat(parts).allSatisfy(part -> assertThat(server.get(part).statusCode()).as(part).isEqualTo(200));
        clock.advance(Duration.ofMillis(1));
        assertThat(parts).allSatisfy(part -> assertThat(server.get(part).statusCode()).as(part).isEqualTo(401));
    }

    @Test
    void aSessionShowsItsOwnFragmentsOnly() {
        commit(6);
        String media = media(body("ON_DEMAND", "SERVER_TIMESTAMP", "").replaceFirst("\"StartTimestamp\":[0-9]+",
                "\"StartTimestamp\":" + stored.get(3).serverTimeMillis() / 1000));
        assertThat(shown(media)).containsExactly(3, 4, 5);
        String segment = HlsPaths.ROOT + lines(media, SEGMENT).getFirst();
        assertThat(server.get(segment).statusCode()).isEqualTo(200);
        assertThat(server.get(segment.replace(stored.get(3).number().wire(), stored.get(2).number().wire())).statusCode()).isEqualTo(404);
        server.delete(stream);
        assertThat(server.get(segment).statusCode()).isEqualTo(404);
    }

    @Test
    void asMuchIsGivenWhereNothingMayBeShared() {
        commit(1);
        String before = server.get(HlsPaths.ROOT + lines(media("{\"StreamName\":\"camera\"}"), SEGMENT).getFirst()).body();
        server.close();
        server = new PlaybackServer(clock, new PlaybackSettings(10, 3, Duration.ofSeconds(5), 0));
        stream = server.create("camera", 24);
        stored.clear();
        commit(1);
        HttpResponse<String> alone = server.get(HlsPaths.ROOT + lines(media("{\"StreamName\":\"camera\"}"), SEGMENT).getFirst());
        assertThat(alone.statusCode()).isEqualTo(200);
        assertThat(alone.body().substring(alone.body().indexOf("mdat"))).isEqualTo(before.substring(before.indexOf("mdat"))).hasSizeGreaterThan(500);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{}|InvalidArgumentException|400",
        "{\"StreamName\":\"nobody\"}|ResourceNotFoundException|404",
        "{\"StreamName\":\"empty\"}|ResourceNotFoundException|404",
        "{\"StreamName\":\"forgetful\"}|NoDataRetentionException|400",
        "{\"StreamName\":\"camera\",\"ContainerFormat\":\"MPEG_TS\"}|InvalidArgumentException|400",
        "{\"StreamName\":\"camera\",\"ContainerFormat\":\"OTHER\"}|InvalidArgumentException|400",
        "{\"StreamName\":\"camera\",\"PlaybackMode\":\"LATER\"}|InvalidArgumentException|400",
        "{\"StreamName\":\"camera\",\"DiscontinuityMode\":\"SOMETIMES\"}|InvalidArgumentException|400",
        "{\"StreamName\":\"camera\",\"DisplayFragmentTimestamp\":\"SOMETIMES\"}|InvalidArgumentException|400",
        "{\"StreamName\":\"camera\",\"DisplayFragmentNumber\":\"ALWAYS\"}|InvalidArgumentException|400",
        "{\"StreamName\":\"camera\",\"Expires\":299}|InvalidArgumentException|400",
        "{\"StreamName\":\"camera\",\"Expires\":43201}|InvalidArgumentException|400",
        "{\"StreamName\":\"camera\",\"MaxMediaPlaylistFragmentResults\":0}|InvalidArgumentException|400",
        "{\"StreamName\":\"camera\",\"MaxMediaPlaylistFragmentResults\":5001}|InvalidArgumentException|400",
        "{\"StreamName\":\"camera\",\"PlaybackMode\":\"ON_DEMAND\"}|InvalidArgumentException|400",
        "{\"StreamName\":\"camera\",\"PlaybackMode\":\"LIVE_REPLAY\"}|InvalidArgumentException|400",
        "{\"StreamName\":\"camera\",\"HLSFragmentSelector\":{\"TimestampRange\":{\"StartTimestamp\":1,\"EndTimestamp\":2}}}|InvalidArgumentException|400",
        "{\"StreamName\":\"camera\",\"PlaybackMode\":\"ON_DEMAND\",\"HLSFragmentSelector\":RANGE(1,1)}|InvalidArgumentException|400",
        "{\"StreamName\":\"camera\",\"PlaybackMode\":\"ON_DEMAND\",\"HLSFragmentSelector\":RANGE(1,86402)}|InvalidArgumentException|400",
        "{\"StreamName\":\"camera\",\"PlaybackMode\":\"ON_DEMAND\",\"HLSFragmentSelector\":RANGE(1800000000,1800000001)}|InvalidArgumentException|400",
        "{\"StreamName\":\"camera\",\"PlaybackMode\":\"ON_DEMAND\",\"HLSFragmentSelector\":RANGE(1,2)}|ResourceNotFoundException|404"})
    void whatCannotBeIsRefused(String body, String fault, int status) {
        commit(1);
        server.create("empty", 24);
        server.create("forgetful", 0);
        String asked = body.replaceFirst("RANGE\\(([0-9]+),([0-9]+)\\)",
                "{\"FragmentSelectorType\":\"SERVER_TIMESTAMP\",\"TimestampRange\":{\"StartTimestamp\":$1,\"EndTimestamp\":$2}}");
        HttpResponse<String> reply = server.post("/getHLSStreamingSessionURL", asked);
        assertThat(reply.headers().firstValue("x-amzn-ErrorType")).as(reply.body()).contains(fault);
        assertThat(reply.statusCode()).isEqualTo(status);
    }
}
