package io.millrace.video.playback;

import io.millrace.video.ebml.ElementId;
import io.millrace.video.ebml.ElementWriter;
import io.millrace.video.ebml.Frame;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The ways of putting several frames into one block (RFC 9559, 10.3). */
public enum Lacing {
    XIPH(0x02) {
        @Override
        void sizes(List<byte[]> frames, ByteArrayOutputStream to) {
            for (byte[] frame : frames.subList(0, frames.size() - 1)) {
                int rest = frame.length;
                for (; rest >= 255; rest -= 255) {
                    to.write(255);
                }
                to.write(rest);
            }
        }
    },
    EBML(0x06) {
        @Override
        void sizes(List<byte[]> frames, ByteArrayOutputStream to) {
            write(frames.getFirst().length, to);
            for (int next = 1; next < frames.size() - 1; next++) {
                write(frames.get(next).length - frames.get(next - 1).length + SIGNED_BIAS, to);
            }
        }

        private void write(int value, ByteArrayOutputStream to) {
            to.write(0x20 | value >> 16);
            to.write(value >> 8);
            to.write(value);
        }
    };

    private static final int FRAMES = 4, SIGNED_BIAS = (1 << 20) - 1;
    private final int flag;

    Lacing(int flag) {
        this.flag = flag;
    }

    abstract void sizes(List<byte[]> frames, ByteArrayOutputStream to);

    /** The same recording with one track's frames laced, four to a block. */
    public Recording of(Recording recording, long track) {
        List<byte[]> clusters = new ArrayList<>();
        for (int cluster = 0; cluster < recording.clusters().size(); cluster++) {
            clusters.add(laced(recording.clusters().get(cluster), recording.frames(cluster), recording.timecode(cluster), track));
        }
        return new Recording(recording.head(), clusters);
    }

    private byte[] laced(byte[] content, List<Frame> frames, long timecode, long track) {
        ByteArrayOutputStream to = new ByteArrayOutputStream();
        to.writeBytes(ElementWriter.unsigned(ElementId.TIMESTAMP, timecode));
        List<Frame> lace = new ArrayList<>();
        for (Frame frame : frames) {
            if (frame.track() == track) {
                lace.add(frame);
                if (lace.size() == FRAMES) {
                    to.writeBytes(block(content, lace, timecode));
                    lace.clear();
                }
            } else {
                to.writeBytes(block(content, List.of(frame), timecode));
            }
        }
        if (!lace.isEmpty()) {
            to.writeBytes(block(content, lace, timecode));
        }
        return to.toByteArray();
    }

    private byte[] block(byte[] content, List<Frame> frames, long timecode) {
        List<byte[]> bytes = frames.stream().map(frame -> Arrays.copyOfRange(content, (int) frame.offset(), (int) frame.offset() + frame.length())).toList();
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        int time = (int) (frames.getFirst().timecode() - timecode);
        block.write(0x80 | (int) frames.getFirst().track());
        block.write(time >> 8);
        block.write(time);
        block.write((frames.getFirst().isKey() ? 0x80 : 0) | (frames.size() > 1 ? flag : 0));
        if (frames.size() > 1) {
            block.write(frames.size() - 1);
            sizes(bytes, block);
        }
        bytes.forEach(block::writeBytes);
        return ElementWriter.element(ElementId.SIMPLE_BLOCK, block.toByteArray());
    }
}
