package io.millrace.video.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sim.Seeds;
import io.millrace.video.ebml.ElementId;
import io.millrace.video.ebml.ElementWriter;
import io.millrace.video.fragment.Heads;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * Parser and rules under random documents, whole and broken: however the bytes are cut, the same comes of them, and nothing else is
 * thrown but what producers are told. A failing seed is printed; run it alone with {@code -Dmillrace.sim.seed=N}.
 */
class IngestFuzzTest {

    private static final IngestLimits LIMITS = new IngestLimits(20_000, 20_000, 3, 10, 128, 256, 8 * 1024, 20_000);

    @Test
    void theSameComesOfBytesHoweverTheyAreCut() {
        AtomicLong fragments = new AtomicLong();
        AtomicLong errors = new AtomicLong();
        Seeds.orUsually(3000).play(seed -> {
            Random random = new Random(seed);
            byte[] document = document(random);
            if (random.nextInt(4) > 0) {
                document = broken(document, random);
            }
            List<String> atOnce = RecordedIngest.of(document, document.length + 1, LIMITS, random);
            assertThat(RecordedIngest.of(document, 1, LIMITS, random)).isEqualTo(atOnce);
            assertThat(RecordedIngest.of(document, 2 + random.nextInt(300), LIMITS, random)).isEqualTo(atOnce);
            fragments.addAndGet(atOnce.stream().filter(event -> event.startsWith("RECEIVED")).count());
            errors.addAndGet(atOnce.getLast().startsWith("ERROR") ? 1 : 0);
        });
        assertThat(fragments.get()).as("documents of which nothing is taken prove nothing").isPositive();
        assertThat(errors.get()).isPositive();
    }

    @Test
    void everyCutOfAWholeDocumentGivesItsFragments() {
        byte[] document = Matroska.document(3, 40);
        List<String> atOnce = RecordedIngest.of(document, document.length, LIMITS, new Random(0));
        assertThat(atOnce).hasSize(7).endsWith("end");
        for (int cut = 1; cut < document.length; cut++) {
            int first = cut;
            assertThat(RecordedIngest.of(document, document.length, LIMITS, new Random() {
                private static final long serialVersionUID = 1L;
                private boolean isSecond;

                @Override
                public int nextInt(int bound) {
                    int length = isSecond ? bound - 1 : first - 1;
                    isSecond = true;
                    return length;
                }
            })).isEqualTo(atOnce);
        }
    }

    @Test
    void whereADocumentEndsTooEarlyOnlyWhatIsWholeIsTaken() {
        byte[] document = Matroska.document(3, 40);
        List<String> whole = RecordedIngest.of(document, document.length, LIMITS, new Random(0));
        for (int length = 0; length < document.length; length++) {
            List<String> events = RecordedIngest.of(Arrays.copyOf(document, length), 64, LIMITS, new Random(length));
            List<String> taken = events.stream().filter(event -> event.startsWith("RECEIVED")).toList();
            if (events.getLast().startsWith("ERROR")) {
                assertThat(whole).containsAll(taken);
            } else {
                assertThat(whole).containsAll(taken.subList(0, Math.max(0, taken.size() - 1)));
            }
        }
    }

    private static byte[] document(Random random) {
        ByteArrayOutputStream document = new ByteArrayOutputStream();
        int tracks = 1 + random.nextInt(3);
        document.writeBytes(Matroska.head(tracks));
        long timecode = random.nextInt(1000);
        for (int clusters = random.nextInt(6); clusters > 0; clusters--) {
            if (random.nextInt(3) == 0) {
                document.writeBytes(Matroska.tags("n" + random.nextInt(100), "v".repeat(random.nextInt(20))));
            }
            if (random.nextInt(4) == 0) {
                document.writeBytes(ElementWriter.element(ElementId.VOID, new byte[random.nextInt(50)]));
            }
            ByteArrayOutputStream blocks = new ByteArrayOutputStream();
            for (int block = 0; block < tracks + random.nextInt(5); block++) {
                byte[] frame = Matroska.block(1 + block % tracks, random.nextInt(2000) - 100, random.nextInt(300));
                blocks.writeBytes(random.nextInt(4) > 0 ? frame : grouped(frame));
            }
            document.writeBytes(random.nextBoolean() ? Matroska.cluster(timecode, blocks.toByteArray())
                    : Matroska.openCluster(timecode, blocks.toByteArray()));
            timecode += random.nextInt(2000);
            if (random.nextInt(8) == 0) {
                document.writeBytes(Matroska.head(tracks));
            }
        }
        return document.toByteArray();
    }

    private static byte[] grouped(byte[] simpleBlock) {
        byte[] block = simpleBlock.clone();
        block[0] = (byte) ElementId.BLOCK;
        return ElementWriter.element(ElementId.BLOCK_GROUP, Heads.join(block, ElementWriter.unsigned(ElementId.BLOCK_DURATION, 40)));
    }

    private static byte[] broken(byte[] document, Random random) {
        byte[] bytes = document.clone();
        for (int times = 1 + random.nextInt(3); times > 0 && bytes.length > 2; times--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(5)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt();
                case 2 -> bytes = Arrays.copyOf(bytes, at);
                case 3 -> bytes = Heads.join(Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, random.nextInt(bytes.length), bytes.length));
                default -> {
                    byte[] noise = new byte[random.nextInt(20)];
                    random.nextBytes(noise);
                    bytes = Heads.join(Arrays.copyOf(bytes, at), noise, Arrays.copyOfRange(bytes, at, bytes.length));
                }
            }
        }
        return bytes;
    }
}
