package io.millrace.video.playback;

import io.millrace.stream.StoreException;
import io.millrace.video.ebml.ClusterReader;
import io.millrace.video.ebml.EbmlException;
import io.millrace.video.ebml.Frame;
import io.millrace.video.ebml.MediaHead;
import io.millrace.video.ebml.Track;
import io.millrace.video.fragment.FragmentContent;
import io.millrace.video.mp4.TrackFormat;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Where the frames of one track lie in a stored fragment, and when they are shown. Made by reading the fragment once, piece by piece;
 * {@link #writeTo} reads the frames' bytes again, so that neither holds more than a piece.
 */
final class FragmentFrames {

    private static final long NANOS_PER_MILLI = 1_000_000L, NANOS_PER_SECOND = 1_000_000_000L;

    private final FragmentContent content;
    private final Table frames;
    private final long[] shownNanos;

    private FragmentFrames(FragmentContent content, Table frames, long[] shownNanos) {
        this.content = content;
        this.frames = frames;
        this.shownNanos = shownNanos;
    }

    /** What is needed of frames, without an object for each. */
    private static final class Table {
        private int count;
        private long[] offsets = new long[64];
        private int[] lengths = new int[64];
        private long[] timecodes = new long[64];
        private short[] laces = new short[64];
        private boolean[] keys = new boolean[64];

        void add(Frame frame) {
            if (count == lengths.length) {
                resize(2 * count);
            }
            offsets[count] = frame.offset();
            lengths[count] = frame.length();
            timecodes[count] = frame.timecode();
            laces[count] = (short) frame.lace();
            keys[count] = frame.isKey();
            count++;
        }

        Table trimmed() {
            resize(count);
            return this;
        }

        private void resize(int size) {
            offsets = Arrays.copyOf(offsets, size);
            lengths = Arrays.copyOf(lengths, size);
            timecodes = Arrays.copyOf(timecodes, size);
            laces = Arrays.copyOf(laces, size);
            keys = Arrays.copyOf(keys, size);
        }
    }

    /**
     * Reads the fragment; waits for the store.
     *
     * @param startMillis when the fragment begins on the viewer's timeline
     */
    static FragmentFrames read(FragmentContent content, PlayableTrack track, long startMillis) {
        Table frames = new Table();
        ClusterReader reader = new ClusterReader(frame -> {
            if (frame.track() == track.number()) {
                frames.add(frame);
            }
        });
        try {
            long length = content.fragment().bytes();
            for (long at = 0; at < length;) {
                byte[] piece = bytes(Waiting.on(content.read(at)));
                reader.feed(piece, 0, piece.length);
                at += piece.length;
            }
            reader.end();
        } catch (EbmlException damaged) {
            throw new StoreException.DiskFailed("fragment " + content.fragment().number() + " is not what was committed", damaged);
        }
        return new FragmentFrames(content, frames.trimmed(), shown(content.fragment().head(), track, frames, reader.timecode(), startMillis));
    }

    private static byte[] bytes(ByteBuffer piece) {
        byte[] bytes = new byte[piece.remaining()];
        piece.get(bytes);
        return bytes;
    }

    private static long[] shown(MediaHead head, PlayableTrack track, Table frames, long clusterTimecode, long startMillis) {
        long lacedNanos = lacedNanos(head, track);
        long[] shown = new long[frames.count];
        for (int i = 0; i < shown.length; i++) {
            shown[i] = startMillis * NANOS_PER_MILLI + (frames.timecodes[i] - clusterTimecode) * head.timestampScaleNanos()
                    + frames.laces[i] * lacedNanos;
        }
        return shown;
    }

    /** How long after the one before it a frame of the same lace is shown. */
    private static long lacedNanos(MediaHead head, PlayableTrack track) {
        long told = head.tracks().stream().filter(candidate -> candidate.number() == track.number()).mapToLong(Track::defaultDurationNanos)
                .findFirst().orElse(0);
        return switch (track.format()) {
            case TrackFormat.Audio audio -> told > 0 ? told : audio.frameSamples() * NANOS_PER_SECOND / audio.samplesPerSecond();
            case TrackFormat.Video video -> told;
        };
    }

    int count() {
        return frames.count;
    }

    /** In decode order. */
    long[] shownNanos() {
        return shownNanos;
    }

    int[] lengths() {
        return frames.lengths;
    }

    boolean[] keyFrames() {
        return frames.keys;
    }

    long totalBytes() {
        return Arrays.stream(frames.lengths).asLongStream().sum();
    }

    /** Writes the frames' bytes, one behind the other; waits for the store and for the sink. */
    void writeTo(MediaSink sink) throws MediaSink.ViewerGone {
        int frame = 0;
        int done = 0;
        while (frame < frames.count) {
            if (frames.lengths[frame] == done) {
                frame++;
                done = 0;
                continue;
            }
            long at = frames.offsets[frame] + done;
            ByteBuffer piece = Waiting.on(content.read(at));
            ByteBuffer wanted = ByteBuffer.allocate(piece.remaining());
            long pieceEnd = at + piece.remaining();
            while (frame < frames.count && frames.offsets[frame] + done < pieceEnd) {
                long from = frames.offsets[frame] + done;
                int taken = (int) Math.min(frames.lengths[frame] - done, pieceEnd - from);
                wanted.put(piece.slice((int) (from - at), taken));
                done += taken;
                if (done < frames.lengths[frame]) {
                    break;
                }
                frame++;
                done = 0;
            }
            sink.write(wanted.flip());
        }
    }
}
