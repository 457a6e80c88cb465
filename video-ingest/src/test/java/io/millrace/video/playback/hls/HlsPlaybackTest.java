package io.millrace.video.playback.hls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.clock.ManualClock;
import io.millrace.video.ebml.MediaHead;
import io.millrace.video.fragment.FragmentDraft;
import io.millrace.video.fragment.Heads;
import io.millrace.video.playback.Ffmpeg;
import io.millrace.video.playback.Lacing;
import io.millrace.video.playback.PlaybackServer;
import io.millrace.video.playback.PlaybackSettings;
import io.millrace.video.playback.Recording;
import io.millrace.video.playback.Waiting;
import io.millrace.video.stream.VideoStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions over HTTP, played by ffmpeg. */
class HlsPlaybackTest {

    private static final String H264 = "-f lavfi -i testsrc2=s=320x180:r=25:d=6 -c:v libx264 -preset ultrafast -bf 2 -b_strategy 0 -g 25 -pix_fmt yuv420p";
    private static final String H264_AND_AAC = "-f lavfi -i testsrc2=s=320x180:r=25:d=6 -f lavfi -i sine=d=6:sample_rate=48000"
            + " -c:v libx264 -preset ultrafast -bf 2 -b_strategy 0 -g 25 -pix_fmt yuv420p -c:a aac";
    private static final String H265 = "-f lavfi -i testsrc2=s=320x180:r=25:d=4 -c:v libx265 -preset ultrafast"
            + " -x265-params log-level=none:keyint=25:bframes=2 -pix_fmt yuv420p";
    private static final String H265_AND_AAC = "-f lavfi -i testsrc2=s=320x180:r=25:d=4 -f lavfi -i sine=d=4:sample_rate=44100 -c:v libx265 -preset ultrafast"
            + " -x265-params log-level=none:keyint=25:bframes=2 -pix_fmt yuv420p -c:a aac";
    private static final String H264_OF_4K = "-f lavfi -i testsrc2=s=3840x2160:r=5:d=2 -c:v libx264 -preset ultrafast -g 5 -pix_fmt yuv420p";
    private static final String H264_OF_VARIABLE_RATE = "-f lavfi -i testsrc2=s=320x180:r=25:d=6 -c:v libx264 -preset ultrafast -g 12 -pix_fmt yuv420p"
            + " -fps_mode vfr -vf select=mod(n\\,5)-mod(n\\,3)";
    private static final String SOUND = "-f lavfi -i sine=d=6:sample_rate=44100 -c:a aac";

    private final ManualClock clock = new ManualClock(1_700_000_000_000L);
    @TempDir
    Path folder;
    private PlaybackServer server;
    private VideoStream stream;

    @BeforeEach
    void start() {
        assumeTrue(Ffmpeg.isInstalled());
        server = new PlaybackServer(clock, PlaybackSettings.defaults());
        stream = server.create("camera", 24);
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    private Recording recorded(String arguments) {
        Recording recording = Recording.of(Ffmpeg.record(folder, arguments.split(" ")));
        recording.commitTo(server.store(), stream.id(), clock);
        return recording;
    }

    private String range(String timestamps, String more) {
        long now = clock.millis();
        return "{\"StreamName\":\"camera\",\"HLSFragmentSelector\":{\"FragmentSelectorType\":\"" + timestamps + "\",\"TimestampRange\":{\"StartTimestamp\":"
                + (now - 3_600_000) / 1000 + ",\"EndTimestamp\":" + now / 1000 + "." + "%03d".formatted(now % 1000) + "}}" + more + "}";
    }

    private String session(String body) throws JsonProcessingException {
        HttpResponse<String> reply = server.post("/getHLSStreamingSessionURL", body);
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
        return new ObjectMapper().readTree(reply.body()).get("HLSStreamingSessionURL").asText();
    }

    @ParameterizedTest
    @CsvSource({"SERVER_TIMESTAMP,", "PRODUCER_TIMESTAMP,", "PRODUCER_TIMESTAMP,ON_DISCONTINUITY", "SERVER_TIMESTAMP,NEVER"})
    void allFramesOnDemandAreDecoded(String timestamps, String discontinuities) throws JsonProcessingException {
        Recording recording = recorded(H264_AND_AAC);
        String url = session(range(timestamps, ",\"PlaybackMode\":\"ON_DEMAND\",\"MaxMediaPlaylistFragmentResults\":5000"
                + (discontinuities == null ? "" : ",\"DiscontinuityMode\":\"" + discontinuities + "\"")));
        assertThat(Ffmpeg.decodedFrames(url, "v")).isEqualTo(recording.frameCount(1)).isEqualTo(150);
        assertThat(Ffmpeg.decodedFrames(url, "a")).isEqualTo(recording.frameCount(2));
        Ffmpeg.decode(url);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {H264 + "|v", H265 + "|v", SOUND + "|a", H264_OF_4K + "|v", H264_OF_VARIABLE_RATE + "|v"})
    void oneTrackIsDecoded(String arguments, String selector) throws JsonProcessingException {
        Recording recording = recorded(arguments);
        String url = session(range("PRODUCER_TIMESTAMP", ",\"PlaybackMode\":\"ON_DEMAND\""));
        assertThat(Ffmpeg.decodedFrames(url, selector)).isEqualTo(recording.frameCount(1));
        Ffmpeg.decode(url);
    }

    @Test
    void picturesOfH265AndSoundAreDecoded() throws JsonProcessingException {
        Recording recording = recorded(H265_AND_AAC);
        String url = session(range("PRODUCER_TIMESTAMP", ",\"PlaybackMode\":\"ON_DEMAND\""));
        assertThat(Ffmpeg.decodedFrames(url, "v")).isEqualTo(recording.frameCount(1)).isEqualTo(100);
        assertThat(Ffmpeg.decodedFrames(url, "a")).isEqualTo(recording.frameCount(2));
        Ffmpeg.decode(url);
    }

    @ParameterizedTest
    @EnumSource(Lacing.class)
    void lacedSoundIsDecoded(Lacing lacing) throws JsonProcessingException {
        Recording recording = Recording.of(Ffmpeg.record(folder, H264_AND_AAC.split(" ")));
        Recording laced = lacing.of(recording, 2);
        assertThat(laced.frameCount(2)).isEqualTo(recording.frameCount(2));
        assertThat(laced.frames(0).stream().filter(frame -> frame.lace() > 0)).isNotEmpty();
        laced.commitTo(server.store(), stream.id(), clock);
        String url = session(range("PRODUCER_TIMESTAMP", ",\"PlaybackMode\":\"ON_DEMAND\""));
        assertThat(Ffmpeg.decodedFrames(url, "v")).isEqualTo(recording.frameCount(1));
        assertThat(Ffmpeg.decodedFrames(url, "a")).isEqualTo(recording.frameCount(2));
        Ffmpeg.decode(url);
    }

    @Test
    void severalSoundTracksAreOffered() throws JsonProcessingException {
        Recording recording = recorded("-f lavfi -i testsrc2=s=320x180:r=25:d=3 -f lavfi -i sine=d=3 -f lavfi -i sine=d=3:f=880 -map 0 -map 1 -map 2"
                + " -c:v libx264 -preset ultrafast -g 25 -pix_fmt yuv420p -c:a aac");
        String url = session(range("PRODUCER_TIMESTAMP", ",\"PlaybackMode\":\"ON_DEMAND\""));
        assertThat(server.get(url).body().lines().filter(line -> line.startsWith("#EXT-X-MEDIA:TYPE=AUDIO"))).hasSize(2);
        assertThat(Ffmpeg.decodedFrames(url, "a:0")).isEqualTo(recording.frameCount(2));
        assertThat(Ffmpeg.decodedFrames(url, "a:1")).isEqualTo(recording.frameCount(3));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "-f lavfi -i testsrc2=s=320x180:d=1 -c:v mpeg4",
        "-f lavfi -i testsrc2=s=320x180:d=1 -f lavfi -i sine=d=1 -c:v libx264 -pix_fmt yuv420p -c:a libopus",
        "-f lavfi -i testsrc2=s=320x180:d=1 -f lavfi -i testsrc2=s=320x180:d=1 -map 0 -map 1 -c:v libx264 -pix_fmt yuv420p"})
    void whatTheServiceDoesNotPlayIsRefusedByItsName(String arguments) {
        recorded(arguments);
        HttpResponse<String> reply = server.post("/getHLSStreamingSessionURL", "{\"StreamName\":\"camera\"}");
        assertThat(reply.headers().firstValue("x-amzn-ErrorType")).as(reply.body()).contains("UnsupportedStreamMediaTypeException");
    }

    @Test
    void codecPrivateDataThatIsMissingOrBrokenIsToldByItsName() {
        for (String[] each : new String[][] {{"", "MissingCodecPrivateDataException"}, {"no configuration", "InvalidCodecPrivateDataException"}}) {
            MediaHead head = Heads.playable("V_MPEG4/ISO/AVC", each[0].getBytes(StandardCharsets.UTF_8));
            FragmentDraft draft = server.store().begin(stream.id());
            Waiting.on(draft.commit(clock.millis(), 0, 1000, head, List.of()));
            HttpResponse<String> reply = server.post("/getHLSStreamingSessionURL", "{\"StreamName\":\"camera\",\"MaxMediaPlaylistFragmentResults\":1}");
            assertThat(reply.headers().firstValue("x-amzn-ErrorType")).as(reply.body()).contains(each[1]);
        }
    }

    @Test
    void aLivePlaylistMovesOn() throws JsonProcessingException {
        Recording recording = recorded(H264);
        String master = session("{\"StreamName\":\"camera\",\"MaxMediaPlaylistFragmentResults\":3}");
        String media = HlsPaths.ROOT + server.get(master).body().lines().filter(line -> !line.startsWith("#")).findFirst().orElseThrow();
        String before = server.get(media).body();
        assertThat(before).contains("#EXT-X-MEDIA-SEQUENCE:1\n", "#EXT-X-DISCONTINUITY-SEQUENCE:0\n").doesNotContain("ENDLIST");
        assertThat(before.lines().filter(line -> line.startsWith("getMP4MediaFragment"))).hasSize(3);
        recording.commitTo(server.store(), stream.id(), clock);
        String after = server.get(media).body();
        assertThat(after).contains("#EXT-X-MEDIA-SEQUENCE:" + (1 + recording.clusters().size()) + "\n",
                "#EXT-X-DISCONTINUITY-SEQUENCE:" + recording.clusters().size() + "\n");
        assertThat(after.lines().filter(line -> line.startsWith("getMP4MediaFragment"))).hasSize(3);
        assertThat(after.lines().filter(line -> line.startsWith("#EXT-X-MAP"))).isEqualTo(before.lines().filter(line -> line.startsWith("#EXT-X-MAP")).toList());
    }
}
