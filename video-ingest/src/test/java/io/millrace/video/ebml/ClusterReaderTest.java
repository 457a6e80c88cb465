package io.millrace.video.ebml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterReaderTest {

    private static final byte[] SIMPLE = block(ElementId.SIMPLE_BLOCK, 1, 0, 0x80, frame(10, 1));
    private static final byte[] EARLIER = block(ElementId.SIMPLE_BLOCK, 2, -5, 0x09, frame(0, 0));
    /** Three frames of 300, 255 and 4 bytes: 255 45, 255 0. */
    private static final byte[] XIPH = block(ElementId.SIMPLE_BLOCK, 2, 20, 0x02, new byte[] {2, -1, 45, -1, 0}, frame(559, 3));
    /** Three frames of 200, 190 and 4 bytes: 0x40C8, then -10 in one byte. */
    private static final byte[] DIFFERENCES = block(ElementId.SIMPLE_BLOCK, 2, 30, 0x86,
            new byte[] {2, 0x40, (byte) 200, (byte) (0x80 | 63 - 10)}, frame(394, 4));
    private static final byte[] FIXED = block(ElementId.BLOCK, 2, 40, 0x04, new byte[] {3}, frame(20, 5));
    private static final byte[] GROUP = ElementWriter.element(ElementId.BLOCK_GROUP, join(FIXED,
            ElementWriter.unsigned(ElementId.BLOCK_DURATION, 80)));
    private static final byte[] REFERRING = ElementWriter.element(ElementId.BLOCK_GROUP, join(
            ElementWriter.element(ElementId.REFERENCE_BLOCK, new byte[] {-1}), block(ElementId.BLOCK, 1, 50, 0, frame(7, 6))));
    private static final byte[] CONTENT = join(ElementWriter.unsigned(ElementId.TIMESTAMP, 1000), SIMPLE, EARLIER,
            ElementWriter.element(ElementId.VOID, new byte[9]), XIPH, DIFFERENCES, GROUP, REFERRING);

    private static byte[] frame(int length, int fill) {
        byte[] frame = new byte[length];
        Arrays.fill(frame, (byte) fill);
        return frame;
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] block(int id, int track, int timecode, int flags, byte[]... rest) {
        return ElementWriter.element(id, join(new byte[] {(byte) (0x80 | track), (byte) (timecode >> 8), (byte) timecode, (byte) flags},
                join(rest)));
    }

    private static Frame without(Frame frame) {
        return new Frame(frame.track(), frame.timecode(), frame.lace(), frame.durationUnits(), frame.isKey(), frame.isInvisible(),
                frame.isDiscardable(), 0, frame.length());
    }

    @Test
    void framesHaveWhatTheirBlocksSay() throws EbmlException {
        assertThat(ClusterReader.frames(CONTENT)).extracting(ClusterReaderTest::without).containsExactly(
                new Frame(1, 1000, 0, -1, true, false, false, 0, 10),
                new Frame(2, 995, 0, -1, false, true, true, 0, 0),
                new Frame(2, 1020, 0, -1, false, false, false, 0, 300),
                new Frame(2, 1020, 1, -1, false, false, false, 0, 255),
                new Frame(2, 1020, 2, -1, false, false, false, 0, 4),
                new Frame(2, 1030, 0, -1, true, false, false, 0, 200),
                new Frame(2, 1030, 1, -1, true, false, false, 0, 190),
                new Frame(2, 1030, 2, -1, true, false, false, 0, 4),
                new Frame(2, 1040, 0, 80, true, false, false, 0, 5),
                new Frame(2, 1040, 1, 80, true, false, false, 0, 5),
                new Frame(2, 1040, 2, 80, true, false, false, 0, 5),
                new Frame(2, 1040, 3, 80, true, false, false, 0, 5),
                new Frame(1, 1050, 0, -1, false, false, false, 0, 7));
    }

    @Test
    void framesAreWhereTheirBytesAre() throws EbmlException {
        for (Frame frame : ClusterReader.frames(CONTENT)) {
            int fill = frame.length() == 0 ? 0 : CONTENT[(int) frame.offset()];
            for (int at = 0; at < frame.length(); at++) {
                assertThat(CONTENT[(int) frame.offset() + at]).isEqualTo((byte) fill);
            }
            if (frame.lace() == 0 && frame.length() > 0) {
                assertThat(CONTENT[(int) frame.offset() - 1]).isNotEqualTo((byte) fill);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 64, 100, 4096})
    void sameFramesHoweverTheContentIsCut(int cut) throws EbmlException {
        List<Frame> frames = new ArrayList<>();
        ClusterReader reader = new ClusterReader(frames::add);
        for (int at = 0; at < CONTENT.length; at += cut) {
            reader.feed(CONTENT, at, Math.min(CONTENT.length, at + cut));
        }
        reader.end();
        assertThat(frames).isEqualTo(ClusterReader.frames(CONTENT));
        assertThat(reader.timecode()).isEqualTo(1000);
    }

    @Test
    void contentThatIsCutOffIsRefused() {
        for (int length = 1; length < SIMPLE.length; length++) {
            byte[] cut = Arrays.copyOf(SIMPLE, length);
            assertThatThrownBy(() -> ClusterReader.frames(cut)).isInstanceOf(EbmlException.class);
        }
    }

    @Test
    void lacesThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> ClusterReader.frames(block(ElementId.SIMPLE_BLOCK, 1, 0, 0x02, new byte[] {1, 9}, frame(3, 1))))
                .isInstanceOf(EbmlException.class);
        assertThatThrownBy(() -> ClusterReader.frames(block(ElementId.SIMPLE_BLOCK, 1, 0, 0x04, new byte[] {1}, frame(3, 1))))
                .isInstanceOf(EbmlException.class);
        assertThatThrownBy(() -> ClusterReader.frames(block(ElementId.SIMPLE_BLOCK, 1, 0, 0x06, new byte[] {2, (byte) 0x81, (byte) 0x80},
                frame(3, 1)))).isInstanceOf(EbmlException.class);
    }
}
