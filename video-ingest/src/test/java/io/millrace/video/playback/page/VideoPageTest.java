package io.millrace.video.playback.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.clock.ManualClock;
import io.millrace.video.playback.PlaybackServer;
import io.millrace.video.playback.PlaybackSettings;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The page is whole: every part that it names is served, and the player is the one that was published. */
class VideoPageTest {

    /** Of dist/hls.min.js of hls.js 1.7.4, without the line that names its source map. */
    private static final String HLS_SHA256 = "a56a4f0328b16adf3a0a04fcec0968051bf95b327d0fd46b3f5d4f67637e5254";
    private static final Pattern PART = Pattern.compile("(?:src|href)=\"(/[^\"]+)\"");

    private final PlaybackServer server = new PlaybackServer(new ManualClock(0), PlaybackSettings.defaults());

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void everyPartThatThePageNamesIsServed() {
        HttpResponse<String> page = server.get("/millrace/video");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow()).contains("default-src 'self'");
        Matcher parts = PART.matcher(page.body());
        int found = 0;
        while (parts.find()) {
            HttpResponse<String> part = server.get(parts.group(1));
            assertThat(part.statusCode()).as(parts.group(1)).isEqualTo(200);
            assertThat(part.body()).isNotBlank();
            found++;
        }
        assertThat(found).isEqualTo(3);
        assertThat(server.get("/millrace/video/signing.js").body()).contains("AWS4-HMAC-SHA256");
    }

    @Test
    void aPartThatIsKnownIsNotSentAgain() {
        String tag = server.get("/millrace/video/page.js").headers().firstValue("ETag").orElseThrow();
        HttpRequest again = HttpRequest.newBuilder(server.endpoint().resolve("/millrace/video/page.js")).header("If-None-Match", tag).build();
        assertThat(server.send(again, HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(304);
    }

    @Test
    void thePlayerIsAsPublished() throws NoSuchAlgorithmException {
        byte[] player = server.get("/millrace/video/hls.min.js").body().getBytes(StandardCharsets.UTF_8);
        assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(player))).isEqualTo(HLS_SHA256);
        assertThat(server.get("/millrace/video/hls.LICENSE.txt").body()).contains("Apache License");
    }
}
