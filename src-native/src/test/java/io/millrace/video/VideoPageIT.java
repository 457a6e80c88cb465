package io.millrace.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.clients.PackagedServer;
import io.millrace.process.ServerLaunch;
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
    /** Longer than all the waiting together: on a busy machine the browser alone takes a minute to start. The test ends it. */
    private static final Duration FILMED = Duration.ofMinutes(10);

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
        Browser.await(PLAYING, () -> browser.evaluate("document.getElementById('video').webkitDecodedFrameCount").asInt() > 50);
        Browser.await(PLAYING, () -> browser.evaluate("document.getElementById('video').webkitAudioDecodedByteCount").asInt() > 0);
    }

    @Test
    void aStreamIsPlayedLiveAndBackInTime(ServerProcess server) throws IOException {
        new VideoCalls(server.endpoint()).create("page-camera");
        try (Camera camera = Camera.live(server.endpoint(), "page-camera", FILMED, folder)) {
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

    @Test
    void withAccessKeysThePageAsksForOneAndSigns() throws IOException {
        try (ServerProcess server = ServerProcess.start(ServerLaunch.on(folder.resolve("data")).withEnvironment("MILLRACE_ACCESS_KEYS", "page:the-secret-of-the-page"))
                .awaitReady(PLAYING);
                Browser browser = Browser.open(folder.resolve("profile"), server.endpoint().resolve("/millrace/video"))) {
            Browser.await(PLAYING, () -> browser.evaluate("document.getElementById('signin').open").asBoolean());
            signIn(browser, "another-secret-than-the-page");
            Browser.await(PLAYING, () -> browser.evaluate("document.getElementById('signin').open && document.getElementById('signerror').textContent").asText()
                    .length() > 10);
            signIn(browser, "the-secret-of-the-page");
            Browser.await(PLAYING, () -> browser.evaluate("!document.getElementById('none').hidden").asBoolean());
            String created = browser.evaluate("""
                    (async () => {
                      const { signed } = await import('/millrace/video/signing.js');
                      const body = '{"StreamName":"signed","DataRetentionInHours":1}';
                      const headers = await signed(JSON.parse(sessionStorage.getItem('millrace')), '/createStream', body);
                      return (await fetch('/createStream', { method: 'POST', headers, body })).text();
                    })()""").asText();
            assertThat(created).contains("StreamARN");
            Browser.await(PLAYING, () -> browser.evaluate("document.querySelectorAll('#list button').length").asInt() == 1);
        }
    }

    private static void signIn(Browser browser, String secret) {
        browser.evaluate("document.getElementById('key').value = 'page'; document.getElementById('secret').value = '" + secret + "';"
                + "document.querySelector('#signin button').click()");
    }
}
