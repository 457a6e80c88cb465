package io.millrace.video.playback.hls;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.clock.ManualClock;
import io.millrace.sim.Seeds;
import io.millrace.stream.StoreException;
import io.millrace.stream.StreamId;
import io.millrace.video.ebml.MediaHead;
import io.millrace.video.fragment.ForwardingStore;
import io.millrace.video.fragment.Fragment;
import io.millrace.video.fragment.FragmentNumber;
import io.millrace.video.fragment.FragmentRange;
import io.millrace.video.fragment.Heads;
import io.millrace.video.fragment.MemoryFragmentStore;
import io.millrace.video.playback.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * Moving playlists while producers send, send again, pause and change their codec, fragments are trimmed and the store fails now and
 * then, under seeds: what a player was told of a media sequence number stays so, and the numbers never run back. A failing seed is
 * printed; run it alone with {@code -Dmillrace.sim.seed=N}.
 */
class PlaylistProgressSimTest {

    private static final int STEPS = 60;
    private static final StreamId STREAM = new StreamId(1);
    private static final MediaHead[] HEADS = {Heads.video(1), Heads.video(2)};

    @Test
    void whatAPlayerWasToldStaysSo() {
        AtomicLong left = new AtomicLong();
        AtomicLong failures = new AtomicLong();
        Seeds seeds = Seeds.orUsually(120);
        seeds.play(seed -> {
            try (World world = new World(new Random(seed))) {
                left.addAndGet(world.run());
                failures.addAndGet(world.failures);
            }
        });
        assertThat(failures.get()).as("failures of the store").isGreaterThan(seeds.count());
        assertThat(left.get()).as("playlists that do not move prove nothing").isGreaterThan(5 * seeds.count());
    }

    private static final class World implements AutoCloseable {

        private final Random random;
        private final ManualClock clock = new ManualClock(1_700_000_000_000L);
        private final MemoryFragmentStore store = new MemoryFragmentStore(clock);
        private final List<Fragment> stored = new ArrayList<>();
        private final Map<Long, FragmentNumber> told = new HashMap<>();
        private final Map<FragmentNumber, Long> numbered = new HashMap<>();
        private final Map<Long, Long> timelines = new HashMap<>();
        private HlsSession session;
        private PlaylistProgress progress;
        private PlaylistWindow before = new PlaylistWindow(List.of(), 0, 0, false);
        private boolean isTrimmed;
        private int failures;

        World(Random random) {
            this.random = random;
            Waiting.on(store.create(STREAM));
        }

        /** How many fragments left the playlist. */
        long run() {
            commit(clock.millis());
            HlsSession.Mode mode = random.nextBoolean() ? HlsSession.Mode.LIVE : HlsSession.Mode.LIVE_REPLAY;
            FragmentRange.Clock times = FragmentRange.Clock.values()[random.nextInt(2)];
            HlsSession.Discontinuities discontinuities = HlsSession.Discontinuities.values()[random.nextInt(3)];
            int fragmentsMax = random.nextInt(4) == 0 ? 100 + random.nextInt(900) : 1 + random.nextInt(8);
            session = new HlsSession(STREAM, mode, new FragmentRange(times, Long.MIN_VALUE, Long.MAX_VALUE), stored.getFirst().number(), discontinuities,
                    false, fragmentsMax, clock.millis(), Long.MAX_VALUE);
            progress = new PlaylistProgress(session, new FragmentPages(new MoodyStore()));
            for (int step = 0; step < STEPS; step++) {
                step();
            }
            return before.sequence() - 1;
        }

        private void step() {
            int dice = random.nextInt(100);
            if (dice < 40) {
                for (int count = random.nextInt(random.nextInt(10) == 0 ? 700 : 8); count >= 0; count--) {
                    commit(clock.millis());
                }
            } else if (dice < 55) {
                sendAgain();
            } else if (dice < 60) {
                clock.advance(Duration.ofMillis(random.nextInt(20_000)));
            } else if (dice < 63) {
                Waiting.on(store.trim(STREAM, stored.get(random.nextInt(stored.size())).serverTimeMillis()));
                isTrimmed = true;
            } else {
                ask();
            }
        }

        private void ask() {
            PlaylistWindow window;
            try {
                window = progress.at(clock.millis());
            } catch (StoreException.DiskFailed planted) {
                failures++;
                return;
            }
            check(window);
        }

        /** Some lists fail. */
        private final class MoodyStore extends ForwardingStore {

            MoodyStore() {
                super(store);
            }

            @Override
            public CompletionStage<List<Fragment>> list(StreamId stream, FragmentRange range, FragmentNumber after, int limit) {
                return random.nextInt(20) == 0 ? CompletableFuture.failedStage(new StoreException.DiskFailed("planted", null))
                        : super.list(stream, range, after, limit);
            }
        }

        private void commit(long producerMillis) {
            long length = 500 + random.nextInt(1_500);
            stored.add(Waiting.on(store.begin(STREAM).commit(producerMillis, 0, length, HEADS[random.nextInt(8) == 0 ? 1 : 0], List.of())));
            clock.advance(Duration.ofMillis(length));
        }

        /** The last fragments, or one again and again. */
        private void sendAgain() {
            int back = 1 + random.nextInt(Math.min(stored.size(), 20));
            List<Fragment> last = List.copyOf(stored.subList(stored.size() - back, stored.size()));
            for (int count = random.nextInt(random.nextInt(4) == 0 ? 700 : 20); count >= 0; count--) {
                commit(last.get(count % back).producerTimeMillis());
            }
        }

        private void check(PlaylistWindow window) {
            assertThat(window.sequence()).as("media sequence").isGreaterThanOrEqualTo(before.sequence());
            assertThat(window.discontinuitySequence()).as("discontinuity sequence").isGreaterThanOrEqualTo(before.discontinuitySequence());
            assertThat(window.fragments()).hasSizeLessThanOrEqualTo(session.fragmentsMax());
            long timeline = window.discontinuitySequence();
            Set<Long> starts = new HashSet<>();
            for (int index = 0; index < window.fragments().size(); index++) {
                Fragment fragment = window.fragments().get(index);
                long sequence = window.sequence() + index;
                if (index > 0 && new Junctions(session).isDiscontinuity(window.fragments().get(index - 1), fragment)) {
                    timeline++;
                }
                assertThat(told.computeIfAbsent(sequence, unknown -> fragment.number())).as("fragment %s of all", sequence).isEqualTo(fragment.number());
                assertThat(numbered.computeIfAbsent(fragment.number(), unknown -> sequence)).as("place of a fragment").isEqualTo(sequence);
                long now = timeline;
                assertThat(timelines.computeIfAbsent(sequence, unknown -> now)).as("timeline of fragment %s of all", sequence).isEqualTo(timeline);
                assertThat(starts.add(fragment.producerTimeMillis()) || session.range().clock() == FragmentRange.Clock.SERVER)
                        .as("a fragment that is shown twice").isTrue();
            }
            if (!isTrimmed) {
                assertThat(new PlaylistProgress(session, new FragmentPages(store)).at(clock.millis())).as("computed anew").isEqualTo(window);
                checkLive(window);
            }
            before = window;
        }

        /** Nobody sends again what is further back than {@link #sendAgain} looks: each time is shown once. */
        private void checkLive(PlaylistWindow window) {
            if (session.mode() == HlsSession.Mode.LIVE) {
                List<Fragment> visible = new ArrayList<>(stored);
                Set<Long> starts = new HashSet<>();
                visible.removeIf(fragment -> !starts.add(fragment.producerTimeMillis()) && session.range().clock() == FragmentRange.Clock.PRODUCER);
                int from = Math.max(0, visible.size() - session.fragmentsMax());
                assertThat(window.fragments()).isEqualTo(visible.subList(from, visible.size()));
                assertThat(window.sequence()).isEqualTo(1 + from);
            }
        }

        @Override
        public void close() {
            store.close();
        }
    }
}
