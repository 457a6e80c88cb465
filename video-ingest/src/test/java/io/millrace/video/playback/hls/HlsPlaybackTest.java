package io.millrace.video.playback.hls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.clock.ManualClock;
import io.millrace.video.playback.Ffmpeg;
import io.millrace.video.playback.PlaybackServer;
import io.millrace.video.playback.PlaybackSettings;
import io.millrace.video.playback.Recording;
import io.millrace.video.stream.VideoStream;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sessions over HTTP, played by ffmpeg. */
class HlsPlaybackTest {

    private static final String H264 = "-f lavfi -i testsrc2=s=320x180:r=25:d=6 -c:v libx264 -preset ultrafast -bf 2 -b_strategy 0 -g 25 -pix_fmt yuv420p";
    private static final String H264_AND_AAC = "-f lavfi -i testsrc2=s=320x180:r=25:d=6 -f lavfi -i sine=d=6:sample_rate=48000"
            + " -c:v libx264 -preset ultrafast -bf 2 -b_strategy 0 -g 25 -pix_fmt yuv420p -c:a aac";
    private static final String H265 = "-f lavfi -i testsrc2=s=320x180:r=25:d=4 -c:v libx265 -preset ultrafast"
            + " -x265-params log-level=none:keyint=25:bframes=2 -pix_fmt yuv420p";
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
    @CsvSource({H264 + ",v", H265 + ",v", SOUND + ",a"})
    void oneTrackIsDecoded(String arguments, String selector) throws JsonProcessingException {
        Recording recording = recorded(arguments);
        String url = session(range("PRODUCER_TIMESTAMP", ",\"PlaybackMode\":\"ON_DEMAND\""));
        assertThat(Ffmpeg.decodedFrames(url, selector)).isEqualTo(recording.frameCount(1));
        Ffmpeg.decode(url);
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

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{}|InvalidArgumentException|400",
        "{\"StreamName\":\"nobody\"}|ResourceNotFoundException|404",
        "{\"StreamName\":\"camera\"}|ResourceNotFoundException|404",
        "{\"StreamName\":\"camera\",\"ContainerFormat\":\"MPEG_TS\"}|InvalidArgumentException|400",
        "{\"StreamName\":\"camera\",\"Expires\":299}|InvalidArgumentException|400",
        "{\"StreamName\":\"camera\",\"MaxMediaPlaylistFragmentResults\":5001}|InvalidArgumentException|400",
        "{\"StreamName\":\"camera\",\"PlaybackMode\":\"ON_DEMAND\"}|InvalidArgumentException|400",
        "{\"StreamName\":\"forgetful\"}|NoDataRetentionException|400"})
    void whatCannotBeIsRefused(String body, String fault, int status) {
        server.create("forgetful", 0);
        HttpResponse<String> reply = server.post("/getHLSStreamingSessionURL", body);
        assertThat(reply.headers().firstValue("x-amzn-ErrorType")).as(reply.body()).contains(fault);
        assertThat(reply.statusCode()).isEqualTo(status);
    }

    @Test
    void onlyASessionsOwnTokenOpensIt() throws JsonProcessingException {
        recorded(H264);
        String master = session("{\"StreamName\":\"camera\"}");
        assertThat(server.get(master).headers().firstValue("Access-Control-Allow-Origin")).contains("*");
        assertThat(server.get(master.replace("SessionToken=", "SessionToken=A")).statusCode()).isEqualTo(401);
        char last = master.charAt(master.length() - 10);
        String forged = master.substring(0, master.length() - 10) + (last == 'x' ? 'y' : 'x') + master.substring(master.length() - 9);
        assertThat(server.get(forged).statusCode()).isEqualTo(401);
    }
}
