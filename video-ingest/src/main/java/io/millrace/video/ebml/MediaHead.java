package io.millrace.video.ebml;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a producer sent before its first cluster: three whole elements, byte for byte, and what they say. Equal when the bytes
 * are. Immutable; treat the arrays so.
 */
public final class MediaHead implements Comparable<MediaHead> {

    /** Milliseconds, the default of Matroska. */
    public static final long TIMESTAMP_SCALE_DEFAULT = 1_000_000;

    private final byte[] ebml;
    private final byte[] info;
    private final byte[] tracksElement;
    private final long timestampScaleNanos;
    private final List<Track> tracks;

    private MediaHead(byte[] ebml, byte[] info, byte[] tracksElement, Contents contents) {
        this.ebml = ebml;
        this.info = info;
        this.tracksElement = tracksElement;
        this.timestampScaleNanos = contents.timestampScaleNanos;
        this.tracks = List.copyOf(contents.tracks);
    }

    /**
     * @param ebml   the EBML header element
     * @param info   the segment's Info element
     * @param tracks the segment's Tracks element
     * @throws EbmlException when they are no such elements, or say what cannot be
     */
    public static MediaHead of(byte[] ebml, byte[] info, byte[] tracks) throws EbmlException {
        Contents contents = new Contents();
        EbmlParser parser = new EbmlParser(contents, new EbmlLimits(1 + ebml.length + info.length + tracks.length, 8));
        parser.feed(ebml, 0, ebml.length);
        byte[] segment = ElementWriter.header(ElementId.SEGMENT, -1);
        parser.feed(segment, 0, segment.length);
        parser.feed(info, 0, info.length);
        parser.feed(tracks, 0, tracks.length);
        parser.end();
        return new MediaHead(ebml, info, tracks, contents);
    }

    /** The EBML header element. */
    public byte[] ebml() {
        return ebml;
    }

    /** The segment's Info element. */
    public byte[] info() {
        return info;
    }

    /** The segment's Tracks element. */
    public byte[] tracksElement() {
        return tracksElement;
    }

    /** The elements one behind the other, a segment of unknown size around the last two: the beginning of a document. */
    public byte[] documentStart() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(ebml.length + info.length + tracksElement.length + 12);
        bytes.writeBytes(ebml);
        bytes.writeBytes(ElementWriter.header(ElementId.SEGMENT, -1));
        bytes.writeBytes(info);
        bytes.writeBytes(tracksElement);
        return bytes.toByteArray();
    }

    /** The unit of cluster and block timecodes. */
    public long timestampScaleNanos() {
        return timestampScaleNanos;
    }

    /** In the order the producer gave them. */
    public List<Track> tracks() {
        return tracks;
    }

    /** What all three elements take. */
    public int lengthBytes() {
        return ebml.length + info.length + tracksElement.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MediaHead head && compareTo(head) == 0;
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(tracksElement) * 31 + Arrays.hashCode(info);
    }

    @Override
    public int compareTo(MediaHead other) {
        int byTracks = Arrays.compare(tracksElement, other.tracksElement);
        int byInfo = byTracks != 0 ? byTracks : Arrays.compare(info, other.info);
        return byInfo != 0 ? byInfo : Arrays.compare(ebml, other.ebml);
    }

    private static final class Contents implements EbmlHandler {

        private long timestampScaleNanos = TIMESTAMP_SCALE_DEFAULT;
        private final List<Track> tracks = new ArrayList<>();
        private TrackBuilder track;

        @Override
        public void begin(int id, long size) {
            if (id == ElementId.TRACK_ENTRY) {
                track = new TrackBuilder();
            }
        }

        @Override
        public void value(int id, byte[] bytes) throws EbmlException {
            if (id == ElementId.TIMESTAMP_SCALE) {
                timestampScaleNanos = Values.unsigned(bytes, 0);
                if (timestampScaleNanos < 1) {
                    throw new EbmlException("the scale of timestamps is zero", 0);
                }
            } else if (track != null) {
                track.take(id, bytes, 0);
            }
        }

        @Override
        public void end(int id) throws EbmlException {
            if (id == ElementId.TRACK_ENTRY) {
                tracks.add(track.build(0));
                track = null;
            }
        }
    }
}
