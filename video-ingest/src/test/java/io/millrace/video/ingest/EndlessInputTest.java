package io.millrace.video.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.video.ebml.EbmlException;
import io.millrace.video.ebml.EbmlLimits;
import io.millrace.video.ebml.EbmlParser;
import io.millrace.video.ebml.ElementId;
import io.millrace.video.ebml.ElementWriter;
import io.millrace.video.ebml.MediaHead;
import io.millrace.video.fragment.FragmentDraft;
import io.millrace.video.fragment.Heads;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a producer may send for ever without breaking a rule: nothing of it adds up in memory. */
class EndlessInputTest {

    private static final long FED_BYTES = 64L << 20, HELD_BYTES_MAX = 4L << 20;
    private static final int PIECE_BYTES = 64 * 1024;

    static Stream<Arguments> endless() {
        byte[] frame = Matroska.block(1, 0, 2000);
        byte[] large = new byte[200 * 1024];
        large[0] = 1;
        return Stream.of(
                Arguments.of("one element without end", Heads.join(Matroska.head(1), ElementWriter.header(ElementId.VOID, 1L << 40)), large),
                Arguments.of("elements nobody knows", Matroska.head(1), ElementWriter.element(0x4FFF, new byte[3])),
                Arguments.of("tags that name nothing", Matroska.head(1), ElementWriter.element(ElementId.TAGS,
                        ElementWriter.element(ElementId.TAG, new byte[0]))),
                Arguments.of("heads", new byte[0], Heads.playable("V_MPEG4/ISO/AVC", Arrays.copyOf(large, 60 * 1024)).documentStart()),
                Arguments.of("heads with a fragment each", new byte[0], Heads.join(Matroska.head(3), Matroska.openCluster(0,
                        Matroska.block(1, 0, 9), Matroska.block(2, 0, 9), Matroska.block(3, 0, 9)))),
                Arguments.of("fragments with tags", Matroska.head(1), Heads.join(Matroska.tags("name", "value"), Matroska.cluster(0, frame))),
                Arguments.of("fragments of large values", Matroska.head(1), Matroska.cluster(0, frame,
                        ElementWriter.element(ElementId.BLOCK_GROUP, ElementWriter.element(ElementId.REFERENCE_BLOCK, large)))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("endless")
    void nothingAddsUp(String name, byte[] beginning, byte[] again) throws EbmlException {
        Kept kept = new Kept();
        EbmlParser parser = new EbmlParser(new FragmentAssembler(IngestLimits.defaults(), ProducerTime.ABSOLUTE, kept), EbmlLimits.defaults());
        byte[] pieces = repeated(again);
        feed(parser, beginning);
        feed(parser, pieces);
        long before = usedBytes();
        for (long fed = 0; fed < FED_BYTES; fed += pieces.length) {
            feed(parser, pieces);
        }
        assertThat(usedBytes() - before).as("held of " + FED_BYTES + " bytes").isLessThan(HELD_BYTES_MAX);
        assertThat(parser.position()).isGreaterThan(FED_BYTES);
        assertThat(kept.drafts).as("fragments").satisfies(drafts -> assertThat(drafts > 0).isEqualTo(name.contains("fragment")));
    }

    private static void feed(EbmlParser parser, byte[] bytes) throws EbmlException {
        for (int at = 0; at < bytes.length;) {
            at = parser.feed(bytes, at, Math.min(bytes.length, at + PIECE_BYTES));
        }
    }

    private static byte[] repeated(byte[] again) {
        byte[] pieces = new byte[again.length * Math.max(1, (1 << 20) / again.length)];
        for (int at = 0; at < pieces.length; at += again.length) {
            System.arraycopy(again, 0, pieces, at, again.length);
        }
        return pieces;
    }

    /** What is reachable: the least of some collections, as a collector is free to leave some for later. */
    private static long usedBytes() {
        long[] used = new long[3];
        for (int times = 0; times < used.length; times++) {
            System.gc();
            used[times] = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        }
        return Arrays.stream(used).min().getAsLong();
    }

    /** Counts fragments and keeps none. */
    private static final class Kept implements Progress {

        private long drafts;
        private MediaHead head;

        @Override
        public FragmentDraft draft() {
            return new Draft(++drafts);
        }

        @Override
        public void timed(FragmentDraft draft, long timecodeMillis) {
            assertThat(timecodeMillis).isZero();
        }

        @Override
        public void written(FragmentDraft draft) {
            assertThat(draft.number().value()).isEqualTo(drafts);
        }

        @Override
        public void whole(FragmentDraft draft, WholeFragment fragment) {
            assertThat(fragment.tags()).hasSizeLessThan(2);
            head = head == null ? fragment.head() : head;
            assertThat(fragment.head()).as("kept once, however often it is sent").isSameAs(head);
        }
    }

    private static final class Draft extends NumberedDraft {

        Draft(long number) {
            super(number);
        }

        @Override
        public void write(byte[] bytes, int from, int to) {
            assertThat(to).isGreaterThanOrEqualTo(from);
        }

        @Override
        public void discard() {
            throw new UnsupportedOperationException();
        }
    }
}
