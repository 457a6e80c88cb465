package io.millrace.video.playback.hls;

import io.millrace.video.fragment.Fragment;

/** How one fragment follows another in a session's playlist. Pure. */
final class Junctions {

    /** The service's: a gap or an overlap that is longer is a discontinuity. */
    private static final long DISCONTINUITY_MILLIS = 50;

    private final HlsSession session;

    Junctions(HlsSession session) {
        this.session = session;
    }

    /** Whether the playlist has a discontinuity between the two. */
    boolean isDiscontinuity(Fragment before, Fragment after) {
        return switch (session.discontinuities()) {
            case ALWAYS -> true;
            case NEVER -> false;
            case ON_DISCONTINUITY -> !follows(before, after) || !before.head().equals(after.head());
        };
    }

    /** Whether {@code after} begins where {@code before} ends. */
    boolean follows(Fragment before, Fragment after) {
        long gap = session.startMillis(after) - session.startMillis(before) - before.durationMillis();
        return Math.abs(gap) <= DISCONTINUITY_MILLIS;
    }

    /** How long a fragment plays, milliseconds: to the beginning of the next where that one follows. */
    long playMillis(Fragment fragment, Fragment next) {
        if (next != null && follows(fragment, next)) {
            return Math.max(1, session.startMillis(next) - session.startMillis(fragment));
        }
        return Math.max(1, fragment.durationMillis());
    }
}
