package io.millrace.video.ingest;

import io.millrace.video.ack.AckError;
import io.millrace.video.ebml.BlockHead;
import io.millrace.video.ebml.BlockHeadReader;
import io.millrace.video.ebml.EbmlException;
import io.millrace.video.ebml.MediaHead;
import io.millrace.video.ebml.Track;
import io.millrace.video.fragment.FragmentDraft;
import java.util.List;
import java.util.Optional;

/** A cluster that is coming in: what its blocks have shown so far. */
public final class OpenCluster {

    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long UNKNOWN = -1;
    private final FragmentDraft draft;
    private final MediaHead head;
    private final IngestLimits limits;
    private final Seen[] seen;
    private final BlockHeadReader block = new BlockHeadReader();
    private int frames;
    private long bytes;
    private long timecodeUnits = UNKNOWN;
    private long endUnits;
    private Seen lastSeen;

    /** One track's frames. */
    private static final class Seen {
        private boolean isAny;
        private long lastUnits;
        private long stepUnits;
    }

    OpenCluster(FragmentDraft draft, MediaHead head, IngestLimits limits) {
        this.draft = draft;
        this.head = head;
        this.limits = limits;
        this.seen = new Seen[head.tracks().size()];
        for (int track = 0; track < seen.length; track++) {
            seen[track] = new Seen();
            seen[track].stepUnits = head.tracks().get(track).defaultDurationNanos() / head.timestampScaleNanos();
        }
    }

    public FragmentDraft draft() {
        return draft;
    }

    /** In milliseconds, as sent; empty while it has not come. */
    public Optional<Long> timecode() {
        return timecodeUnits == UNKNOWN ? Optional.empty() : Optional.of(timecodeMillis());
    }

    long timecodeMillis() {
        return millis(timecodeUnits);
    }

    private long millis(long units) {
        long scale = head.timestampScaleNanos();
        return scale == NANOS_PER_MILLI ? units : Math.multiplyHigh(units, scale) != 0 ? Long.MAX_VALUE
                : Long.divideUnsigned(units * scale, NANOS_PER_MILLI);
    }

    /** @return the bytes so far */
    long addBytes(int added) {
        bytes += added;
        return bytes;
    }

    /** @return the timecode in milliseconds */
    long timed(long units) {
        if (timecodeUnits != UNKNOWN) {
            throw invalid("a cluster has two timecodes");
        }
        timecodeUnits = units;
        endUnits = units;
        return timecodeMillis();
    }

    void beginGroup() {
        lastSeen = null;
    }

    void beginBlock(long size) {
        if (timecodeUnits == UNKNOWN) {
            throw invalid("a cluster has no timecode before its blocks");
        }
        block.begin(size, bytes);
    }

    void block(byte[] from, int begin, int end) throws EbmlException {
        if (block.take(from, begin, end)) {
            BlockHead whole = block.head();
            frames += whole.frames();
            if (frames > limits.framesMax()) {
                throw invalid("a fragment has more than " + limits.framesMax() + " frames");
            }
            frame(whole.track(), whole.timecode());
        }
    }

    void endBlock() throws EbmlException {
        block.head();
    }

    private void frame(long trackNumber, int offsetUnits) {
        Seen track = seen[indexOf(trackNumber)];
        long units = timecodeUnits + offsetUnits;
        if (track.isAny && units > track.lastUnits) {
            track.stepUnits = units - track.lastUnits;
        }
        track.lastUnits = track.isAny ? Math.max(track.lastUnits, units) : units;
        track.isAny = true;
        lastSeen = track;
        endUnits = Math.max(endUnits, units);
        if (millis(endUnits - timecodeUnits) > limits.fragmentDurationMillis()) {
            throw new FragmentRefused(AckError.MAX_FRAGMENT_DURATION_REACHED,
                    "a fragment is longer than " + limits.fragmentDurationMillis() + " ms");
        }
    }

    private int indexOf(long trackNumber) {
        List<Track> tracks = head.tracks();
        for (int index = 0; index < tracks.size(); index++) {
            if (tracks.get(index).number() == trackNumber) {
                return index;
            }
        }
        throw new FragmentRefused(AckError.TRACK_NUMBER_MISMATCH, "no track " + trackNumber + " was announced");
    }

    /** Of the block in this group. */
    void duration(long units) {
        if (lastSeen != null && units > 0) {
            lastSeen.stepUnits = units;
        }
    }

    void requireAllTracks() {
        if (timecodeUnits == UNKNOWN) {
            throw invalid("a cluster has no timecode");
        }
        for (int track = 0; track < seen.length; track++) {
            if (!seen[track].isAny) {
                throw new FragmentRefused(AckError.FRAMES_MISSING_FOR_TRACK,
                        "track " + head.tracks().get(track).number() + " has no frame in the fragment");
            }
        }
    }

    /** From the timecode to the end of the last frame, which lasts as long as its track's last step, where nothing says so. */
    long durationMillis() {
        long end = endUnits;
        for (Seen track : seen) {
            end = Math.max(end, track.lastUnits + track.stepUnits);
        }
        return Math.clamp(millis(end - timecodeUnits), 0, limits.fragmentDurationMillis());
    }

    private static FragmentRefused invalid(String why) {
        return new FragmentRefused(AckError.INVALID_MKV_DATA, why);
    }
}
