package io.millrace.video.playback.hls;

import io.millrace.video.fragment.Fragment;
import io.millrace.video.fragment.FragmentNumber;
import io.millrace.video.fragment.FragmentRange;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How far the moving playlist of one session has got: the fragment it begins with and what left it before. The playlists of all
 * tracks share it, so they have the same fragments. Whoever asks moves it on; when it is forgotten, the same is computed anew from
 * the session's beginning. One request at a time moves it, waiting for the store.
 */
final class PlaylistProgress {

    /** More than a playlist has are read, so that a playlist that was not asked for long catches up in few steps. */
    private static final int AHEAD = 500;
    private static final long FIRST_SEQUENCE = 1;

    private final HlsSession session;
    private final FragmentPages pages;
    private final Junctions junctions;
    private final ReentrantLock moving = new ReentrantLock();
    private FragmentNumber first;
    private long sequence = FIRST_SEQUENCE;
    private long discontinuities;
    private long playedMillis;

    PlaylistProgress(HlsSession session, FragmentPages pages) {
        this.session = session;
        this.pages = pages;
        this.junctions = new Junctions(session);
        this.first = session.first();
    }

    /** What the playlist has at this time. */
    PlaylistWindow at(long nowMillis) {
        moving.lock();
        try {
            while (true) {
                int limit = Math.min(session.fragmentsMax() + AHEAD, HlsSession.FRAGMENTS_MAX);
                List<Fragment> read = pages.from(session.stream(), session.range(), first, limit);
                List<Fragment> listed = withoutRepeated(read);
                if (!listed.isEmpty() && !listed.getFirst().number().equals(first)) {
                    leapTo(listed.getFirst());
                }
                int leaving = leaving(listed, nowMillis);
                drop(listed, leaving);
                if (leaving == 0 || read.size() < limit) {
                    return window(listed.subList(leaving, listed.size()), read.size() < limit, nowMillis);
                }
            }
        } finally {
            moving.unlock();
        }
    }

    private PlaylistWindow window(List<Fragment> rest, boolean isRestRead, long nowMillis) {
        List<Fragment> shown = rest.subList(0, Math.min(session.fragmentsMax(), rest.size()));
        FragmentRange range = session.range();
        boolean isComplete = isRestRead && shown.size() == rest.size() && range.toMillis() < nowMillis;
        return new PlaylistWindow(shown, sequence, discontinuities, isComplete);
    }

    /** Producers that send a fragment again have it shown once: a playlist must not take back what it has shown. */
    private List<Fragment> withoutRepeated(List<Fragment> read) {
        if (session.range().clock() == FragmentRange.Clock.SERVER) {
            return read;
        }
        Set<Long> starts = new HashSet<>();
        List<Fragment> kept = new ArrayList<>(read);
        kept.removeIf(fragment -> !starts.add(fragment.producerTimeMillis()));
        return kept;
    }

    /** How many fragments at the front have had their time. */
    private int leaving(List<Fragment> listed, long nowMillis) {
        int surplus = Math.max(0, listed.size() - session.fragmentsMax());
        return switch (session.mode()) {
            case LIVE -> surplus;
            case LIVE_REPLAY -> {
                int played = 0;
                long millis = playedMillis;
                while (played < surplus) {
                    millis += junctions.playMillis(listed.get(played), listed.get(played + 1));
                    if (millis > nowMillis - session.createdAtMillis()) {
                        break;
                    }
                    played++;
                }
                yield played;
            }
            case ON_DEMAND -> throw new IllegalStateException("a playlist on demand does not move");
        };
    }

    private void drop(List<Fragment> listed, int leaving) {
        for (int i = 0; i < leaving; i++) {
            discontinuities += junctions.isDiscontinuity(listed.get(i), listed.get(i + 1)) ? 1 : 0;
            playedMillis += junctions.playMillis(listed.get(i), listed.get(i + 1));
        }
        sequence += leaving;
        first = leaving == 0 ? first : listed.get(leaving).number();
    }

    /** Fragments that are no longer kept left unseen; how many is not known, so the player is told of a break. */
    private void leapTo(Fragment fragment) {
        if (sequence != FIRST_SEQUENCE || first.value() != 0) {
            sequence++;
            discontinuities++;
        }
        first = fragment.number();
    }
}
