package io.millrace.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.clients.PackagedServer;
import io.millrace.process.ServerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The page in Chromium: a stream live, and the same stream as it was recorded. */
@ExtendWith(PackagedServer.class)
class VideoPageIT {

    private static final Duration PLAYING = Duration.ofSeconds(40);

    @TempDir
    Path folder;

    @BeforeEach
    void tools() {
        assumeTrue(Camera.isInstalled() && Browser.isInstalled());
    }

    private static double currentTime(Browser browser) {
        JsonNode state = browser.evaluate("(v => ({time: v.currentTime, error: v.error && v.error.message, width: v.videoWidth}))"
                + "(document.getElementById('video'))");
        assertThat(state.get("error").isNull()).as(state.toString()).isTrue();
        return state.get("time").asDouble();
    }

    /** Three seconds of the media pass, and the browser shows pictures and hears sound. */
    private static void awaitPlaying(Browser browser) throws IOException {
        try {
            Browser.await(PLAYING, () -> browser.evaluate("document.getElementById('video').videoWidth").asInt() == 640);
            double from = currentTime(browser);
            Browser.await(PLAYING, () -> currentTime(browser) > from + 3);
        } catch (AssertionError late) {
            throw new AssertionError("the page says: " + browser.evaluate("document.body.innerText + '\\n' + JSON.stringify((v => ({time: v.currentTime,"
                    + " ready: v.readyState, paused: v.paused, buffered: v.buffered.length && [v.buffered.start(0), v.buffered.end(0)]}))"
                    + "(document.getElementById('video')))").asText(), late);
        }
        assertThat(browser.evaluate("document.getElementById('video').webkitDecodedFrameCount").asInt()).isGreaterThan(50);
        assertThat(browser.evaluate("document.getElementById('video').webkitAudioDecodedByteCount").asInt()).isPositive();
    }

    @Test
    void aStreamIsPlayedLiveAndBackInTime(ServerProcess server) throws IOException {
        new VideoCalls(server.endpoint()).create("page-camera");
        try (Camera camera = Camera.live(server.endpoint(), "page-camera", Duration.ofSeconds(60), folder)) {
            Browser.await(PLAYING, () -> camera.told("PERSISTED").size() > 3);
            try (Browser browser = Browser.open(folder.resolve("profile"), server.endpoint().resolve("/millrace/video"))) {
                String button = "[...document.querySelectorAll('#list button')].find(b => b.querySelector('.name').textContent === 'page-camera')";
                Browser.await(PLAYING, () -> browser.evaluate("!!(" + button + ")?.querySelector('.live')").asBoolean());
                browser.evaluate(button + ".click()");
                awaitPlaying(browser);
                assertThat(browser.evaluate("document.getElementById('now').textContent").asText()).isEqualTo("page-camera, live");
                assertThat(browser.evaluate("document.getElementById('video').duration").asDouble()).isGreaterThan(3);
                camera.close();
                browser.evaluate("document.getElementById('recorded').requestSubmit()");
                Browser.await(PLAYING, () -> browser.evaluate("document.getElementById('now').textContent").asText().equals("page-camera, recorded"));
                Browser.await(PLAYING, () -> browser.evaluate("Number.isFinite(document.getElementById('video').duration)").asBoolean());
                awaitPlaying(browser);
            }
        }
    }
}
