package io.millrace.video.playback.hls;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.clock.ManualClock;
import io.millrace.stream.StreamId;
import io.millrace.video.ebml.MediaHead;
import io.millrace.video.fragment.Fragment;
import io.millrace.video.fragment.FragmentDraft;
import io.millrace.video.fragment.FragmentNumber;
import io.millrace.video.fragment.FragmentRange;
import io.millrace.video.fragment.Heads;
import io.millrace.video.fragment.MemoryFragmentStore;
import io.millrace.video.playback.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How playlists move, and what they say when they do. */
class PlaylistProgressTest {

    private static final StreamId STREAM = new StreamId(1);
    private static final Duration LENGTH = Duration.ofSeconds(2);

    private final ManualClock clock = new ManualClock(1_700_000_000_000L);
    private final MemoryFragmentStore store = new MemoryFragmentStore(clock);
    private final List<Fragment> stored = new ArrayList<>();

    @BeforeEach
    void create() {
        Waiting.on(store.create(STREAM));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void commit(int count) {
        commit(count, Heads.video(1));
    }

    private void commit(int count, MediaHead head) {
        for (int i = 0; i < count; i++) {
            FragmentDraft draft = store.begin(STREAM);
            stored.add(Waiting.on(draft.commit(clock.millis(), 0, LENGTH.toMillis(), head, List.of())));
            clock.advance(LENGTH);
        }
    }

    private HlsSession session(HlsSession.Mode mode, HlsSession.Discontinuities discontinuities, long toMillis) {
        FragmentRange range = new FragmentRange(FragmentRange.Clock.PRODUCER, Long.MIN_VALUE, toMillis);
        return new HlsSession(STREAM, mode, range, stored.getFirst().number(), discontinuities, false, 3, clock.millis(), Long.MAX_VALUE);
    }

    private List<Integer> shown(PlaylistWindow window) {
        return window.fragments().stream().map(fragment -> IntStream.range(0, stored.size())
                .filter(index -> stored.get(index).number().equals(fragment.number())).findFirst().orElseThrow()).toList();
    }

    @Test
    void aLivePlaylistHasTheLatestAndCountsWhatLeft() {
        commit(2);
        HlsSession session = session(HlsSession.Mode.LIVE, HlsSession.Discontinuities.ALWAYS, Long.MAX_VALUE);
        PlaylistProgress progress = new PlaylistProgress(session, new FragmentPages(store));
        assertThat(shown(progress.at(clock.millis()))).containsExactly(0, 1);
        commit(1_200);
        PlaylistWindow window = progress.at(clock.millis());
        assertThat(shown(window)).containsExactly(1199, 1200, 1201);
        assertThat(window.sequence()).isEqualTo(1 + 1199);
        assertThat(window.discontinuitySequence()).isEqualTo(1199);
        assertThat(window.isComplete()).isFalse();
        assertThat(new PlaylistProgress(session, new FragmentPages(store)).at(clock.millis())).isEqualTo(window);
    }

    @Test
    void aReplayMovesWithTheTimeThatItsFragmentsTake() {
        commit(10);
        HlsSession session = session(HlsSession.Mode.LIVE_REPLAY, HlsSession.Discontinuities.NEVER, clock.millis() - 1);
        PlaylistProgress progress = new PlaylistProgress(session, new FragmentPages(store));
        assertThat(shown(progress.at(clock.millis()))).containsExactly(0, 1, 2);
        clock.advance(LENGTH.minusMillis(1));
        assertThat(shown(progress.at(clock.millis()))).containsExactly(0, 1, 2);
        clock.advance(Duration.ofMillis(1));
        assertThat(shown(progress.at(clock.millis()))).containsExactly(1, 2, 3);
        clock.advance(LENGTH.multipliedBy(3));
        PlaylistWindow window = progress.at(clock.millis());
        assertThat(shown(window)).containsExactly(4, 5, 6);
        assertThat(window.sequence()).isEqualTo(5);
        assertThat(window.isComplete()).isFalse();
        clock.advance(LENGTH.multipliedBy(100));
        assertThat(shown(progress.at(clock.millis()))).containsExactly(7, 8, 9);
        assertThat(progress.at(clock.millis()).isComplete()).isTrue();
    }

    @Test
    void fragmentsThatAreTrimmedAreABreak() {
        commit(6);
        HlsSession session = session(HlsSession.Mode.LIVE_REPLAY, HlsSession.Discontinuities.NEVER, Long.MAX_VALUE);
        PlaylistProgress progress = new PlaylistProgress(session, new FragmentPages(store));
        assertThat(progress.at(clock.millis()).discontinuitySequence()).isZero();
        Waiting.on(store.trim(STREAM, stored.get(2).serverTimeMillis()));
        PlaylistWindow window = progress.at(clock.millis());
        assertThat(shown(window)).containsExactly(2, 3, 4);
        assertThat(window.discontinuitySequence()).isEqualTo(1);
    }

    @Test
    void aGapAndAnotherCodecAreDiscontinuities() {
        commit(2);
        clock.advance(Duration.ofSeconds(9));
        commit(1);
        commit(1, Heads.video(2));
        HlsSession session = session(HlsSession.Mode.ON_DEMAND, HlsSession.Discontinuities.ON_DISCONTINUITY, Long.MAX_VALUE);
        String text = new MediaPlaylist(session, "token", 1).text(new PlaylistWindow(stored, 1, 0, true));
        List<String> kinds = text.lines().map(line -> line.startsWith("#") ? line.replaceFirst("[:,].*", "") : "fragment").toList();
        assertThat(kinds).containsExactly("#EXTM3U", "#EXT-X-VERSION", "#EXT-X-PLAYLIST-TYPE", "#EXT-X-TARGETDURATION", "#EXT-X-MEDIA-SEQUENCE",
                "#EXT-X-DISCONTINUITY-SEQUENCE", "#EXT-X-MAP", "#EXTINF", "fragment", "#EXTINF", "fragment", "#EXT-X-DISCONTINUITY", "#EXTINF", "fragment",
                "#EXT-X-DISCONTINUITY", "#EXT-X-MAP", "#EXTINF", "fragment", "#EXT-X-ENDLIST");
    }

    @Test
    void whatWasSentTwiceIsShownOnce() {
        commit(2);
        FragmentDraft again = store.begin(STREAM);
        stored.add(Waiting.on(again.commit(stored.get(1).producerTimeMillis(), 0, LENGTH.toMillis(), Heads.video(1), List.of())));
        commit(1);
        HlsSession live = session(HlsSession.Mode.LIVE, HlsSession.Discontinuities.NEVER, Long.MAX_VALUE);
        assertThat(shown(new PlaylistProgress(live, new FragmentPages(store)).at(clock.millis()))).containsExactly(0, 1, 3);
        HlsSession onDemand = session(HlsSession.Mode.ON_DEMAND, HlsSession.Discontinuities.NEVER, Long.MAX_VALUE);
        assertThat(shown(new Playlists(store).window(onDemand, clock.millis()))).containsExactly(0, 2);
    }

    @Test
    void tokensEndAndCannotBeChanged() {
        commit(1);
        HlsSession session = new HlsSession(STREAM, HlsSession.Mode.LIVE, FragmentRange.ALL, new FragmentNumber(7), HlsSession.Discontinuities.ALWAYS,
                true, 5, clock.millis(), clock.millis() + 300_000);
        SessionTokens tokens = new SessionTokens(new byte[SessionTokens.KEY_BYTES]);
        String token = tokens.sign(session);
        assertThat(tokens.verify(token, clock.millis())).contains(session);
        assertThat(tokens.verify(token, clock.millis() + 299_999)).contains(session);
        assertThat(tokens.verify(token, clock.millis() + 300_000)).isEmpty();
        byte[] otherKey = new byte[SessionTokens.KEY_BYTES];
        otherKey[5] = 1;
        assertThat(new SessionTokens(otherKey).verify(token, clock.millis())).isEmpty();
        for (int i = 0; i < token.length() - 1; i++) {
            char other = token.charAt(i) == 'A' ? 'B' : 'A';
            assertThat(tokens.verify(token.substring(0, i) + other + token.substring(i + 1), clock.millis())).isEmpty();
        }
    }
}
