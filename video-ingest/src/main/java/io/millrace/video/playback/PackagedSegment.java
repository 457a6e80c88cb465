package io.millrace.video.playback;

import io.millrace.video.fragment.FragmentContent;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** A whole media segment in memory; the same for all who ask for it. Any thread. */
public final class PackagedSegment {

    /** Written at a time. */
    private static final int WRITE_BYTES_MAX = 1024 * 1024;

    private final List<ByteBuffer> pieces;
    private final long lengthBytes;

    private PackagedSegment(List<ByteBuffer> pieces, long lengthBytes) {
        this.pieces = pieces;
        this.lengthBytes = lengthBytes;
    }

    /** What making one may hold of a fragment: its pieces as stored and as packaged. */
    static long makingBytes(long fragmentBytes) {
        return 2 * fragmentBytes;
    }

    /** As {@link SegmentPackager#of}, reading the fragment once. */
    public static PackagedSegment of(FragmentContent content, PlayableTrack track, long startMillis, OptionalLong nextMillis) {
        List<ByteBuffer> pieces = new ArrayList<>();
        SegmentPackager packager = SegmentPackager.of(new ReadOnce(content), track, startMillis, nextMillis);
        try {
            packager.writeTo(written -> pieces.addAll(List.of(written)));
        } catch (MediaSink.ViewerGone impossible) {
            throw new IllegalStateException("memory does not go away", impossible);
        }
        return new PackagedSegment(List.copyOf(pieces), packager.lengthBytes());
    }

    public long lengthBytes() {
        return lengthBytes;
    }

    /** Waits for the sink. */
    public void writeTo(MediaSink sink) throws MediaSink.ViewerGone {
        List<ByteBuffer> together = new ArrayList<>();
        int bytes = 0;
        for (ByteBuffer piece : pieces) {
            if (bytes > 0 && bytes + piece.remaining() > WRITE_BYTES_MAX) {
                sink.write(together.toArray(ByteBuffer[]::new));
                together.clear();
                bytes = 0;
            }
            together.add(piece.asReadOnlyBuffer());
            bytes += piece.remaining();
        }
        sink.write(together.toArray(ByteBuffer[]::new));
    }
}
