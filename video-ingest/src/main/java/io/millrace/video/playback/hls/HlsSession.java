package io.millrace.video.playback.hls;

import io.millrace.stream.StreamId;
import io.millrace.video.fragment.Fragment;
import io.millrace.video.fragment.FragmentNumber;
import io.millrace.video.fragment.FragmentRange;
import java.util.Objects;

/**
 * What a session shows; all of it is in its token.
 *
 * @param stream              this creation of it, no later namesake
 * @param mode                how the playlist grows
 * @param range               which fragments belong to it, by whose clock; a live session's is open at its end
 * @param first               the fragment its playlist begins with
 * @param discontinuities     where a player is told to start its timeline anew
 * @param showsTimes          whether the playlist has each fragment's wall clock time
 * @param fragmentsMax        of a playlist, 1 to 5,000
 * @param createdAtMillis     since the epoch
 * @param expiresAtMillis     since the epoch
 */
public record HlsSession(StreamId stream, Mode mode, FragmentRange range, FragmentNumber first, Discontinuities discontinuities,
        boolean showsTimes, int fragmentsMax, long createdAtMillis, long expiresAtMillis) {

    /** The model's bound of MaxMediaPlaylistFragmentResults. */
    public static final int FRAGMENTS_MAX = 5_000;

    public HlsSession {
        Objects.requireNonNull(stream);
        Objects.requireNonNull(mode);
        Objects.requireNonNull(range);
        Objects.requireNonNull(first);
        Objects.requireNonNull(discontinuities);
        if (fragmentsMax < 1 || fragmentsMax > FRAGMENTS_MAX) {
            throw new IllegalArgumentException("a playlist of at most " + fragmentsMax + " fragments");
        }
    }

    /** The playback modes of the API. */
    public enum Mode {
        /** The latest fragments. */
        LIVE,
        /** Like live, from a time in the past on: a fragment joins when the one before it has had time to play. */
        LIVE_REPLAY,
        /** All fragments of a time range, once. */
        ON_DEMAND
    }

    /** The discontinuity modes of the API. */
    public enum Discontinuities { ALWAYS, NEVER, ON_DISCONTINUITY }

    /** When the fragment begins, by the session's clock. */
    long startMillis(Fragment fragment) {
        return switch (range.clock()) {
            case PRODUCER -> fragment.producerTimeMillis();
            case SERVER -> fragment.serverTimeMillis();
        };
    }

    /**
     * When the fragment begins in the media's own time. Where every fragment starts the player's timeline anew any time will do, and the
     * producer's, in which fragments follow one another, suits players that do not look for discontinuities.
     */
    long mediaMillis(Fragment fragment) {
        return discontinuities == Discontinuities.ALWAYS ? fragment.producerTimeMillis() : startMillis(fragment);
    }
}
