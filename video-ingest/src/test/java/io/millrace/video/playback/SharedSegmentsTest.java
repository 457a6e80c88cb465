package io.millrace.video.playback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.clock.ManualClock;
import io.millrace.process.Await;
import io.millrace.stream.StreamId;
import io.millrace.video.ebml.MediaHead;
import io.millrace.video.fragment.Fragment;
import io.millrace.video.fragment.FragmentContent;
import io.millrace.video.fragment.FragmentNumber;
import io.millrace.video.fragment.Heads;
import io.millrace.video.ingest.Matroska;
import io.millrace.video.mp4.TrackFormat;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who packages, who waits, and what is held. */
class SharedSegmentsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int FRAME_BYTES = 10_000;
    private static final PlayableTrack TRACK = new PlayableTrack(1,
            new TrackFormat.Video(TrackFormat.Video.Codec.AVC, "avc1.64001f", 320, 180, new byte[] {1}));

    /** A fragment of two frames in pieces, which counts how often it is asked for them. */
    private static final class Stored implements FragmentContent {
        private static final int PIECE_BYTES = 4_096;
        private final byte[] bytes = Matroska.content(0, Matroska.block(1, 0, FRAME_BYTES), Matroska.block(1, 500, FRAME_BYTES));
        private final AtomicInteger reads = new AtomicInteger();

        @Override
        public Fragment fragment() {
            MediaHead head = Heads.video(1);
            return new Fragment(new FragmentNumber(1), 0, 0, 0, 1000, bytes.length, head, List.of());
        }

        @Override
        public CompletionStage<ByteBuffer> read(long offset) {
            reads.incrementAndGet();
            int from = (int) offset;
            int length = Math.min(PIECE_BYTES - from % PIECE_BYTES, bytes.length - from);
            return CompletableFuture.completedFuture(ByteBuffer.wrap(bytes, from, length).slice().asReadOnlyBuffer());
        }
    }

    private static PackagedSegment packaged(Stored stored) {
        return PackagedSegment.of(stored, TRACK, 0, OptionalLong.empty());
    }

    private static SharedSegments.Key key(long fragment) {
        return new SharedSegments.Key(new StreamId(1), new FragmentNumber(fragment), 1, 0, OptionalLong.empty());
    }

    private interface Writing {
        void to(MediaSink sink) throws MediaSink.ViewerGone;
    }

    private static byte[] bytes(Writing writing) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            writing.to(pieces -> {
                for (ByteBuffer piece : pieces) {
                    byte[] copy = new byte[piece.remaining()];
                    piece.get(copy);
                    all.writeBytes(copy);
                }
            });
        } catch (MediaSink.ViewerGone gone) {
            throw new AssertionError(gone);
        }
        return all.toByteArray();
    }

    @Test
    void aPackagedSegmentIsTheSameAsOneWrittenPieceByPieceAndReadsOnce() {
        Stored stored = new Stored();
        PackagedSegment packaged = packaged(stored);
        assertThat(stored.reads.get()).isEqualTo((stored.bytes.length + Stored.PIECE_BYTES - 1) / Stored.PIECE_BYTES);
        SegmentPackager own = SegmentPackager.of(stored, TRACK, 0, OptionalLong.empty());
        byte[] expected = bytes(own::writeTo);
        assertThat(bytes(packaged::writeTo)).isEqualTo(expected).isEqualTo(bytes(packaged::writeTo)).hasSize((int) packaged.lengthBytes());
        assertThat(expected).hasSizeGreaterThan(2 * FRAME_BYTES);
    }

    @Test
    void manyAtOnceHaveOneMadeAndAllGetIt() throws InterruptedException {
        SharedSegments shared = new SharedSegments(1_000_000);
        AtomicInteger made = new AtomicInteger();
        CountDownLatch making = new CountDownLatch(1);
        List<PackagedSegment> got = new ArrayList<>();
        List<Thread> viewers = IntStream.range(0, 20).mapToObj(viewer -> Thread.ofVirtual().start(() -> {
            try (SharedSegments.Held held = shared.take(key(1), 20_000, () -> {
                made.incrementAndGet();
                await(making);
                return packaged(new Stored());
            }).orElseThrow()) {
                synchronized (got) {
                    got.add(held.segment());
                }
            }
        })).toList();
        Await.until(PATIENCE, () -> made.get() == 1, () -> "nobody makes it");
        making.countDown();
        for (Thread viewer : viewers) {
            viewer.join();
        }
        assertThat(got).hasSize(20).containsOnly(got.getFirst());
        assertThat(made.get()).isEqualTo(1);
        assertThat(shared.heldBytes()).isEqualTo(got.getFirst().lengthBytes());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whatIsWrittenFromStaysAndTheRestMakesRoom() {
        long length = packaged(new Stored()).lengthBytes();
        SharedSegments shared = new SharedSegments(3 * length);
        SharedSegments.Held first = shared.take(key(1), length / 2, () -> packaged(new Stored())).orElseThrow();
        shared.take(key(2), length / 2, () -> packaged(new Stored())).orElseThrow().close();
        SharedSegments.Held third = shared.take(key(3), length / 2, () -> packaged(new Stored())).orElseThrow();
        SharedSegments.Held fourth = shared.take(key(4), length / 2, () -> packaged(new Stored())).orElseThrow();
        assertThat(shared.heldBytes()).as("the second made room").isEqualTo(3 * length);
        assertThat(shared.take(key(5), length / 2, () -> packaged(new Stored()))).as("all are in use").isEmpty();
        assertThat(shared.take(key(1), length / 2, () -> {
            throw new AssertionError("it is there");
        })).hasValueSatisfying(again -> assertThat(again.segment()).isSameAs(first.segment()));
        third.close();
        assertThat(shared.take(key(5), length / 2, () -> packaged(new Stored()))).isPresent();
        assertThat(shared.heldBytes()).isEqualTo(3 * length);
        fourth.close();
        assertThat(shared.take(key(6), 2 * length, () -> packaged(new Stored()))).as("larger than all room").isEmpty();
    }

    @Test
    void whatCannotBeMadeIsNotHeld() {
        SharedSegments shared = new SharedSegments(100_000);
        assertThatThrownBy(() -> shared.take(key(1), 10_000, () -> {
            throw new IllegalStateException("damaged");
        })).isInstanceOf(IllegalStateException.class).hasMessage("damaged");
        assertThat(shared.heldBytes()).isZero();
        assertThat(shared.take(key(1), 10_000, () -> packaged(new Stored()))).isPresent();
    }
}
