package io.millrace.video.playback;

import io.millrace.video.fragment.FragmentContent;
import io.millrace.video.mp4.MediaSegment;
import io.millrace.video.mp4.Timeline;
import java.nio.ByteBuffer;
import java.util.OptionalLong;

/** One track of a stored fragment as an MP4 media segment. Made for one reply, on its virtual thread. */
public final class SegmentPackager {

    private static final long NANOS_PER_MILLI = 1_000_000L;

    private final FragmentFrames frames;
    private final byte[] head;

    private SegmentPackager(FragmentFrames frames, byte[] head) {
        this.frames = frames;
        this.head = head;
    }

    /**
     * Reads the fragment through, piece by piece.
     *
     * @param startMillis when it begins on the viewer's timeline
     * @param nextMillis  when the next one does, if that follows without a gap
     */
    public static SegmentPackager of(FragmentContent content, PlayableTrack track, long startMillis, OptionalLong nextMillis) {
        FragmentFrames frames = FragmentFrames.read(content, track, startMillis);
        if (frames.count() == 0) {
            throw new TrackMissing();
        }
        OptionalLong nextNanos = nextMillis.isPresent() ? OptionalLong.of(nextMillis.getAsLong() * NANOS_PER_MILLI) : OptionalLong.empty();
        Timeline times = Timeline.of(track.format(), frames.shownNanos(), nextNanos);
        long sequence = content.fragment().number().value() & 0xffff_ffffL;
        return new SegmentPackager(frames, MediaSegment.head(sequence, times, frames.lengths(), frames.keyFrames()));
    }

    /** Of the whole segment. */
    public long lengthBytes() {
        return head.length + frames.totalBytes();
    }

    public void writeTo(MediaSink sink) throws MediaSink.ViewerGone {
        sink.write(ByteBuffer.wrap(head));
        frames.writeTo(sink);
    }

    /** The fragment has no frame of the track. */
    public static final class TrackMissing extends RuntimeException {

        private static final long serialVersionUID = 1L;

        TrackMissing() {
            super("the fragment has no frame of the track", null, false, false);
        }
    }
}
