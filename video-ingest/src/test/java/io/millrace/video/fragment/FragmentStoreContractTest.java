package io.millrace.video.fragment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.clock.ManualClock;
import io.millrace.stream.StoreException;
import io.millrace.stream.StreamId;
import io.millrace.video.ebml.MediaHead;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every fragment store does. */
public abstract class FragmentStoreContractTest {

    protected static final StreamId STREAM = new StreamId(7);
    protected static final StreamId OTHER = new StreamId(8);
    private static final int PATIENCE_SECONDS = 20;
    private static final long START_MILLIS = 1_700_000_000_000L;
    private static final MediaHead HEAD = Heads.video(1);
    private static final List<FragmentTag> TAGS = List.of(new FragmentTag("place", "gate"), new FragmentTag("empty", ""));

    protected final ManualClock clock = new ManualClock(START_MILLIS);
    private FragmentStore store;

    /** A new, empty store on this test's clock. */
    protected abstract FragmentStore openStore() throws Exception;

    /** Stops the store last opened, cleanly, and opens its data again; what it returns may be the same object. */
    protected abstract FragmentStore restart() throws Exception;

    @BeforeEach
    void openEmpty() throws Exception {
        store = openStore();
        await(store.create(STREAM));
    }

    protected static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new AssertionError(e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError("the store did not answer", e);
        }
    }

    protected static byte[] bytes(int seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private FragmentDraft draft(StreamId stream, byte[] content) {
        FragmentDraft draft = store.begin(stream);
        for (int at = 0; at < content.length; at += 700) {
            await(draft.ready());
            draft.write(content, at, Math.min(content.length, at + 700));
        }
        return draft;
    }

    private Fragment put(int seed) {
        return put(STREAM, seed, START_MILLIS + seed * 1000L);
    }

    private Fragment put(StreamId stream, int seed, long producerTimeMillis) {
        return await(draft(stream, bytes(seed, 3000 + seed)).commit(producerTimeMillis, seed * 1000L, 990, HEAD, TAGS));
    }

    private byte[] content(StreamId stream, FragmentNumber number) {
        FragmentContent content = await(store.open(stream, number)).orElseThrow();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (bytes.size() < content.fragment().bytes()) {
            ByteBuffer piece = await(content.read(bytes.size()));
            assertThat(piece.remaining()).isPositive();
            byte[] copy = new byte[piece.remaining()];
            piece.get(copy);
            bytes.writeBytes(copy);
        }
        return bytes.toByteArray();
    }

    private List<Fragment> all(StreamId stream) {
        return await(store.list(stream, FragmentRange.ALL, FragmentNumber.NONE, 5000));
    }

    @Test
    void aFragmentIsWhatWasCommitted() {
        clock.advance(Duration.ofSeconds(3));
        Fragment put = put(1);
        assertThat(put).isEqualTo(new Fragment(put.number(), START_MILLIS + 1000, START_MILLIS + 3000, 1000, 990, 3001, HEAD, TAGS));
        assertThat(await(store.find(STREAM, put.number()))).contains(put);
        assertThat(await(store.latest(STREAM))).contains(put);
        assertThat(all(STREAM)).containsExactly(put);
        assertThat(content(STREAM, put.number())).isEqualTo(bytes(1, 3001));
    }

    @Test
    void anUncommittedFragmentIsNowhere() {
        FragmentDraft draft = draft(STREAM, bytes(1, 5000));
        assertThat(all(STREAM)).isEmpty();
        assertThat(await(store.find(STREAM, draft.number()))).isEmpty();
        assertThat(await(store.open(STREAM, draft.number()))).isEmpty();
        assertThat(await(store.latest(STREAM))).isEmpty();
    }

    @Test
    void anotherDraftDiscardsTheOneBefore() {
        FragmentDraft first = draft(STREAM, bytes(1, 5000));
        Fragment second = put(2);
        assertThatThrownBy(() -> await(first.commit(0, 0, 0, HEAD, TAGS))).isInstanceOf(IllegalStateException.class);
        assertThat(all(STREAM)).containsExactly(second);
    }

    /** No fragment has a negative length: one that cannot be made is in nobody's way, neither before nor behind it. */
    @Test
    void aCommitThatCannotBeMadeFailsAlone() {
        FragmentDraft first = store.begin(STREAM);
        first.write(bytes(1, 300_000), 0, 300_000);
        CompletionStage<Fragment> before = first.commit(START_MILLIS, 0, 10, HEAD, TAGS);
        FragmentDraft second = store.begin(STREAM);
        second.write(bytes(2, 5000), 0, 5000);
        CompletionStage<Fragment> unmade = second.commit(START_MILLIS, 0, -1, HEAD, TAGS);
        CompletionStage<Fragment> behind = store.begin(STREAM).commit(START_MILLIS, 0, 10, HEAD, TAGS);
        assertThatThrownBy(() -> await(unmade)).isInstanceOf(IllegalArgumentException.class);
        List<Fragment> made = List.of(await(before), await(behind));
        assertThat(all(STREAM)).isEqualTo(made);
    }

    @Test
    void streamsKeepApart() {
        await(store.create(OTHER));
        FragmentDraft open = draft(STREAM, bytes(1, 5000));
        Fragment other = put(OTHER, 2, START_MILLIS);
        Fragment fragment = await(open.commit(START_MILLIS, 0, 0, HEAD, List.of()));
        assertThat(all(STREAM)).containsExactly(fragment);
        assertThat(all(OTHER)).containsExactly(other);
        assertThat(content(STREAM, fragment.number())).isEqualTo(bytes(1, 5000));
        assertThat(content(OTHER, other.number())).isEqualTo(bytes(2, 3002));
    }

    @Test
    void numbersAndServerTimesRise() {
        List<Fragment> fragments = new ArrayList<>();
        for (int seed = 0; seed < 20; seed++) {
            fragments.add(put(seed));
        }
        for (int index = 1; index < fragments.size(); index++) {
            assertThat(fragments.get(index).number()).isGreaterThan(fragments.get(index - 1).number());
            assertThat(fragments.get(index).number().wire()).isGreaterThan(fragments.get(index - 1).number().wire()).hasSize(47);
            assertThat(fragments.get(index).serverTimeMillis()).isGreaterThanOrEqualTo(fragments.get(index - 1).serverTimeMillis());
        }
    }

    @Test
    void pagesFollowOneAnother() {
        List<Fragment> put = new ArrayList<>();
        for (int seed = 0; seed < 23; seed++) {
            put.add(put(seed));
        }
        List<Fragment> paged = new ArrayList<>();
        FragmentNumber after = FragmentNumber.NONE;
        for (List<Fragment> page = List.of(put.getFirst()); !page.isEmpty();) {
            page = await(store.list(STREAM, FragmentRange.ALL, after, 5));
            assertThat(page).hasSizeLessThanOrEqualTo(5);
            paged.addAll(page);
            after = page.isEmpty() ? after : page.getLast().number();
        }
        assertThat(paged).isEqualTo(put);
    }

    @Test
    void rangesAreByEitherClock() {
        List<Fragment> put = new ArrayList<>();
        for (int seed = 0; seed < 10; seed++) {
            put.add(put(STREAM, seed, START_MILLIS + (10 - seed) * 1000L));
            clock.advance(Duration.ofMillis(500));
        }
        assertThat(await(store.list(STREAM, new FragmentRange(FragmentRange.Clock.SERVER, START_MILLIS + 1000, START_MILLIS + 2000),
                FragmentNumber.NONE, 100))).isEqualTo(put.subList(2, 5));
        assertThat(await(store.list(STREAM, new FragmentRange(FragmentRange.Clock.PRODUCER, START_MILLIS + 1000, START_MILLIS + 3000),
                FragmentNumber.NONE, 100))).isEqualTo(put.subList(7, 10));
        assertThat(await(store.list(STREAM, new FragmentRange(FragmentRange.Clock.SERVER, START_MILLIS + 2000, START_MILLIS + 1000),
                FragmentNumber.NONE, 100))).isEmpty();
    }

    @Test
    void trimmingForgetsWhatCameBefore() throws Exception {
        List<Fragment> put = new ArrayList<>();
        for (int seed = 0; seed < 10; seed++) {
            put.add(put(seed));
            clock.advance(Duration.ofSeconds(1));
        }
        await(store.trim(STREAM, START_MILLIS + 4000));
        assertThat(all(STREAM)).isEqualTo(put.subList(4, 10));
        assertThat(await(store.find(STREAM, put.get(3).number()))).isEmpty();
        assertThat(await(store.open(STREAM, put.get(3).number()))).isEmpty();
        await(store.trim(STREAM, START_MILLIS));
        store = restart();
        assertThat(all(STREAM)).isEqualTo(put.subList(4, 10));
        await(store.trim(STREAM, START_MILLIS + 100_000));
        assertThat(await(store.latest(STREAM))).isEmpty();
        Fragment next = put(11);
        assertThat(all(STREAM)).hasSizeLessThanOrEqualTo(1);
        assertThat(next.number()).isGreaterThan(put.getLast().number());
    }

    @Test
    void aRestartKeepsEverything() throws Exception {
        List<Fragment> put = new ArrayList<>();
        for (int seed = 0; seed < 12; seed++) {
            put.add(put(seed));
        }
        draft(STREAM, bytes(99, 4000));
        store = restart();
        assertThat(all(STREAM)).isEqualTo(put);
        for (int seed = 0; seed < 12; seed++) {
            assertThat(content(STREAM, put.get(seed).number())).isEqualTo(bytes(seed, 3000 + seed));
        }
        Fragment next = put(13);
        assertThat(next.number()).isGreaterThan(put.getLast().number());
        assertThat(await(store.latest(STREAM))).contains(next);
    }

    @Test
    void aFollowerGetsWhatIsThereAndWhatComes() throws Exception {
        Fragment first = put(1);
        Fragment second = put(2);
        Follower follower = new Follower();
        follower.subscription = store.follow(STREAM, first.number(), follower);
        follower.subscription.request();
        assertThat(follower.next()).isEqualTo(second);
        Fragment third = put(3);
        Fragment fourth = put(4);
        assertThat(follower.fragments).isEmpty();
        follower.subscription.request();
        assertThat(follower.next()).isEqualTo(third);
        follower.subscription.request();
        assertThat(follower.next()).isEqualTo(fourth);
        follower.subscription.request();
        Fragment fifth = put(5);
        assertThat(follower.next()).isEqualTo(fifth);
        follower.subscription.close();
    }

    @Test
    void deletingEndsWhatFollowsAndBringsNothingBack() throws Exception {
        Fragment first = put(1);
        Follower follower = new Follower();
        store.follow(STREAM, first.number(), follower).request();
        await(store.delete(STREAM));
        assertThat(follower.failures.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isInstanceOf(StoreException.ShardUnknown.class);
        assertThatThrownBy(() -> store.begin(STREAM)).isInstanceOf(StoreException.ShardUnknown.class);
        assertThatThrownBy(() -> all(STREAM)).isInstanceOf(StoreException.ShardUnknown.class);
        await(store.delete(STREAM));
    }

    @Test
    void anUnknownStreamIsSaidToBe() {
        assertThatThrownBy(() -> store.begin(OTHER)).isInstanceOf(StoreException.ShardUnknown.class);
        assertThatThrownBy(() -> await(store.find(OTHER, FragmentNumber.NONE))).isInstanceOf(StoreException.ShardUnknown.class);
        assertThatThrownBy(() -> await(store.latest(OTHER))).isInstanceOf(StoreException.ShardUnknown.class);
    }

    @Test
    void aFragmentMayBeLargeOrEmpty() {
        byte[] large = bytes(5, 3 * 1024 * 1024 + 17);
        Fragment fragment = await(draft(STREAM, large).commit(0, 0, 0, HEAD, List.of()));
        assertThat(content(STREAM, fragment.number())).isEqualTo(large);
        FragmentContent content = await(store.open(STREAM, fragment.number())).orElseThrow();
        ByteBuffer last = await(content.read(large.length - 1));
        assertThat(last.get()).isEqualTo(large[large.length - 1]);
        Fragment empty = await(store.begin(STREAM).commit(0, 0, 0, HEAD, List.of()));
        assertThat(await(store.find(STREAM, empty.number())).map(Fragment::bytes)).isEqualTo(Optional.of(0L));
    }

    private static final class Follower implements FragmentStore.Subscriber {
        private final BlockingQueue<Fragment> fragments = new LinkedBlockingQueue<>();
        private final BlockingQueue<RuntimeException> failures = new LinkedBlockingQueue<>();
        private FragmentStore.Subscription subscription;

        @Override
        public void onFragment(Fragment fragment) {
            fragments.add(fragment);
        }

        @Override
        public void onFailure(RuntimeException failure) {
            failures.add(failure);
        }

        Fragment next() throws InterruptedException {
            return fragments.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }
}
