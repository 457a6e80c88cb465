package io.millrace.video.playback.hls;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.clock.ManualClock;
import io.millrace.stream.StreamId;
import io.millrace.video.ebml.MediaHead;
import io.millrace.video.fragment.ForwardingStore;
import io.millrace.video.fragment.Fragment;
import io.millrace.video.fragment.FragmentDraft;
import io.millrace.video.fragment.FragmentNumber;
import io.millrace.video.fragment.FragmentRange;
import io.millrace.video.fragment.FragmentStore;
import io.millrace.video.fragment.Heads;
import io.millrace.video.fragment.MemoryFragmentStore;
import io.millrace.video.playback.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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

    /** Sends a fragment again, so many times. */
    private void commitAgain(int index, int count) {
        for (int i = 0; i < count; i++) {
            stored.add(Waiting.on(store.begin(STREAM).commit(stored.get(index).producerTimeMillis(), 0, LENGTH.toMillis(), Heads.video(1), List.of())));
        }
    }

    private HlsSession session(HlsSession.Mode mode, HlsSession.Discontinuities discontinuities, long toMillis) {
        return session(mode, discontinuities, toMillis, 3);
    }

    private HlsSession session(HlsSession.Mode mode, HlsSession.Discontinuities discontinuities, long toMillis, int fragmentsMax) {
        FragmentRange range = new FragmentRange(FragmentRange.Clock.PRODUCER, Long.MIN_VALUE, toMillis);
        return new HlsSession(STREAM, mode, range, stored.getFirst().number(), discontinuities, false, fragmentsMax, clock.millis(),
                Long.MAX_VALUE);
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
    void theLongestLivePlaylistMovesOn() {
        commit(HlsSession.FRAGMENTS_MAX);
        HlsSession session = session(HlsSession.Mode.LIVE, HlsSession.Discontinuities.ALWAYS, Long.MAX_VALUE, HlsSession.FRAGMENTS_MAX);
        PlaylistProgress progress = new PlaylistProgress(session, new FragmentPages(store));
        assertThat(progress.at(clock.millis()).sequence()).isEqualTo(1);
        for (int more : new int[] {1, 9, 600}) {
            commit(more);
            PlaylistWindow window = progress.at(clock.millis());
            assertThat(window.fragments()).isEqualTo(stored.subList(stored.size() - HlsSession.FRAGMENTS_MAX, stored.size()));
            assertThat(window.sequence()).isEqualTo(1 + stored.size() - HlsSession.FRAGMENTS_MAX);
            assertThat(window.discontinuitySequence()).isEqualTo(stored.size() - HlsSession.FRAGMENTS_MAX);
        }
    }

    @Test
    void theLongestReplayMovesOn() {
        commit(HlsSession.FRAGMENTS_MAX + 10);
        HlsSession session = session(HlsSession.Mode.LIVE_REPLAY, HlsSession.Discontinuities.NEVER, clock.millis() - 1, HlsSession.FRAGMENTS_MAX);
        PlaylistProgress progress = new PlaylistProgress(session, new FragmentPages(store));
        assertThat(progress.at(clock.millis()).fragments()).isEqualTo(stored.subList(0, HlsSession.FRAGMENTS_MAX));
        clock.advance(LENGTH.multipliedBy(4));
        PlaylistWindow window = progress.at(clock.millis());
        assertThat(window.fragments()).isEqualTo(stored.subList(4, 4 + HlsSession.FRAGMENTS_MAX));
        assertThat(window.sequence()).isEqualTo(5);
        assertThat(window.isComplete()).isFalse();
        clock.advance(LENGTH.multipliedBy(6));
        assertThat(progress.at(clock.millis()).fragments()).isEqualTo(stored.subList(10, 10 + HlsSession.FRAGMENTS_MAX));
        assertThat(progress.at(clock.millis()).isComplete()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(value = HlsSession.Mode.class, names = "ON_DEMAND", mode = EnumSource.Mode.EXCLUDE)
    void howeverOftenAFragmentIsSentAgainThePlaylistMovesOn(HlsSession.Mode mode) {
        commit(1);
        commitAgain(0, 1_500);
        commit(2);
        commitAgain(0, 1_500);
        commit(4);
        HlsSession session = session(mode, HlsSession.Discontinuities.NEVER, Long.MAX_VALUE);
        PlaylistProgress progress = new PlaylistProgress(session, new FragmentPages(store));
        assertThat(shown(progress.at(clock.millis()))).isEqualTo(mode == HlsSession.Mode.LIVE ? List.of(3_004, 3_005, 3_006) : List.of(0, 1_501, 1_502));
        clock.advance(LENGTH.multipliedBy(100));
        PlaylistWindow window = progress.at(clock.millis());
        assertThat(shown(window)).containsExactly(3_004, 3_005, 3_006);
        assertThat(window.sequence()).isEqualTo(5);
    }

    /** Sent again: the two last ones, and then what followed them. */
    @Test
    void whatWasHiddenStaysSoWhenWhatItRepeatsHasLeft() {
        commit(3);
        commitAgain(1, 1);
        commitAgain(2, 1);
        HlsSession session = session(HlsSession.Mode.LIVE, HlsSession.Discontinuities.NEVER, Long.MAX_VALUE);
        PlaylistProgress progress = new PlaylistProgress(session, new FragmentPages(store));
        assertThat(shown(progress.at(clock.millis()))).containsExactly(0, 1, 2);
        for (List<Integer> expected : List.of(List.of(1, 2, 5), List.of(2, 5, 6), List.of(5, 6, 7), List.of(6, 7, 8))) {
            commit(1);
            for (int asked = 0; asked < 2; asked++) {
                PlaylistWindow window = progress.at(clock.millis());
                assertThat(shown(window)).isEqualTo(expected);
                assertThat(window.sequence()).isEqualTo(stored.size() - 4);
            }
        }
        commitAgain(6, 1);
        commitAgain(1, 1);
        assertThat(shown(progress.at(clock.millis()))).containsExactly(6, 7, 8);
    }

    /** What was looked at once is not read again, but for what the playlist has. */
    @Test
    void hiddenFragmentsCostTheirReadingOnce() {
        CountingStore counting = new CountingStore(store);
        commit(2);
        commitAgain(0, 4_000);
        commit(1);
        commitAgain(0, 4_000);
        HlsSession session = session(HlsSession.Mode.LIVE, HlsSession.Discontinuities.NEVER, Long.MAX_VALUE);
        PlaylistProgress progress = new PlaylistProgress(session, new FragmentPages(counting));
        assertThat(shown(progress.at(clock.millis()))).containsExactly(0, 1, 4_002);
        assertThat(counting.listed).isBetween(8_003, 8_100);
        counting.listed = 0;
        assertThat(shown(progress.at(clock.millis()))).containsExactly(0, 1, 4_002);
        commit(1);
        assertThat(shown(progress.at(clock.millis()))).containsExactly(1, 4_002, 8_003);
        assertThat(counting.listed).isLessThan(50);
    }

    /** The longest playlists are remembered of fewer sessions; what is forgotten is computed anew. */
    @Test
    void whatIsRememberedOfSessionsIsBounded() {
        CountingStore counting = new CountingStore(store);
        Playlists playlists = new Playlists(counting);
        commit(1);
        commitAgain(0, 300);
        List<HlsSession> sessions = IntStream.rangeClosed(0, 200).mapToObj(index -> {
            clock.advance(Duration.ofMillis(1));
            return session(HlsSession.Mode.LIVE, HlsSession.Discontinuities.NEVER, Long.MAX_VALUE, HlsSession.FRAGMENTS_MAX);
        }).toList();
        sessions.forEach(session -> playlists.window(session, clock.millis()));
        assertThat(counting.listed).isEqualTo(201 * 301);
        for (HlsSession session : List.of(sessions.get(1), sessions.get(200))) {
            counting.listed = 0;
            assertThat(shown(playlists.window(session, clock.millis()))).containsExactly(0);
            assertThat(counting.listed).isEqualTo(1);
        }
        counting.listed = 0;
        assertThat(shown(playlists.window(sessions.getFirst(), clock.millis()))).containsExactly(0);
        assertThat(counting.listed).isEqualTo(301);
    }

    private static final class CountingStore extends ForwardingStore {

        private int listed;

        CountingStore(FragmentStore store) {
            super(store);
        }

        @Override
        public CompletionStage<List<Fragment>> list(StreamId stream, FragmentRange range, FragmentNumber after, int limit) {
            return super.list(stream, range, after, limit).thenApply(found -> {
                listed += found.size();
                return found;
            });
        }
    }

    /** A long live playlist may reach further back than the stream is kept. */
    @Test
    void fragmentsThatAreTrimmedHaveLeft() {
        commit(6);
        HlsSession session = session(HlsSession.Mode.LIVE, HlsSession.Discontinuities.ALWAYS, Long.MAX_VALUE, 6);
        PlaylistProgress progress = new PlaylistProgress(session, new FragmentPages(store));
        assertThat(progress.at(clock.millis()).discontinuitySequence()).isZero();
        Waiting.on(store.trim(STREAM, stored.get(2).serverTimeMillis()));
        commit(1);
        PlaylistWindow window = progress.at(clock.millis());
        assertThat(shown(window)).containsExactly(2, 3, 4, 5, 6);
        assertThat(window.sequence()).isEqualTo(3);
        assertThat(window.discontinuitySequence()).isEqualTo(2);
    }

    /** How many of them there were between is not known. */
    @Test
    void whereAllThatWasShownIsTrimmedIsABreak() {
        commit(10);
        HlsSession session = session(HlsSession.Mode.LIVE_REPLAY, HlsSession.Discontinuities.NEVER, Long.MAX_VALUE);
        PlaylistProgress progress = new PlaylistProgress(session, new FragmentPages(store));
        assertThat(shown(progress.at(clock.millis()))).containsExactly(0, 1, 2);
        Waiting.on(store.trim(STREAM, stored.get(5).serverTimeMillis()));
        PlaylistWindow window = progress.at(clock.millis());
        assertThat(shown(window)).containsExactly(5, 6, 7);
        assertThat(window.sequence()).isEqualTo(4);
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
