package io.millrace.video.playback.hls;

import io.millrace.video.fragment.Fragment;
import io.millrace.video.fragment.FragmentNumber;
import io.millrace.video.fragment.FragmentRange;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How far the moving playlist of one session has got: the fragments it shows and what left it before. The playlists of all tracks
 * share it, so they have the same fragments. Whoever asks moves it on; when it is forgotten, the same is computed anew from the
 * session's beginning. One request at a time moves it, waiting for the store.
 * <p>
 * Each fragment is looked at once, in the order of numbers, and then shown or hidden for good: what was hidden stays hidden when the
 * one it repeats has left, and costs no reading any more. A request reads what the playlist shows and what came since the last one,
 * page by page; between requests there are at most {@code fragmentsMax} numbers and some more times, no fragments.
 */
final class PlaylistProgress {

    private static final int PAGE = 500, PAGE_LEAST = 64, PAGE_GROWTH = 4;
    private static final long FIRST_SEQUENCE = 1;
    /** Behind what a playlist shows: producers send again what they did not see acknowledged, some minutes at most. */
    private static final int TIMES_BEHIND = 500;

    private final HlsSession session;
    private final FragmentPages pages;
    private final Junctions junctions;
    private final ReentrantLock moving = new ReentrantLock();
    private final RecentTimes times;
    private ShownFragments shown = ShownFragments.NONE;
    /** The first fragment that was not looked at has this number or a greater one. */
    private FragmentNumber next;
    private long sequence = FIRST_SEQUENCE;
    private long discontinuities;
    private long playedMillis;

    PlaylistProgress(HlsSession session, FragmentPages pages) {
        this.session = session;
        this.pages = pages;
        this.junctions = new Junctions(session);
        this.times = new RecentTimes(session.fragmentsMax() + TIMES_BEHIND);
        this.next = session.first();
    }

    /** What the playlist has at this time. */
    PlaylistWindow at(long nowMillis) {
        moving.lock();
        try {
            ArrayDeque<Fragment> window = kept();
            boolean isAllSeen;
            try {
                isAllSeen = lookOn(window, nowMillis);
            } finally {
                shown = ShownFragments.of(List.copyOf(window), junctions);
            }
            boolean isComplete = isAllSeen && session.range().toMillis() < nowMillis;
            return new PlaylistWindow(List.copyOf(window), sequence, discontinuities, isComplete);
        } finally {
            moving.unlock();
        }
    }

    /** Of what the playlist showed, what is there still; all before a gap has left it. Leaps over what is hidden between. */
    private ArrayDeque<Fragment> kept() {
        ArrayDeque<Fragment> window = new ArrayDeque<>();
        int at = 0;
        int page = PAGE;
        while (at < shown.size()) {
            int limit = Math.min(page, shown.size() - at);
            List<Fragment> read = pages.from(session.stream(), session.range(), shown.number(at), limit);
            int found = 0;
            for (Fragment fragment : read) {
                for (; at < shown.size() && shown.number(at).compareTo(fragment.number()) < 0; at++) {
                    window.clear();
                }
                if (at < shown.size() && shown.number(at).equals(fragment.number())) {
                    window.addLast(fragment);
                    at++;
                    found++;
                }
            }
            if (read.size() < limit && at < shown.size()) {
                window.clear();
                at = shown.size();
            }
            page = Math.clamp((long) PAGE_GROWTH * found, PAGE_LEAST, PAGE);
        }
        int gone = shown.size() - window.size();
        sequence += gone;
        discontinuities += shown.discontinuities(gone);
        return window;
    }

    /** Takes up fragments as far as it is time for them; whether there are no others. */
    private boolean lookOn(ArrayDeque<Fragment> window, long nowMillis) {
        int limit = PAGE_LEAST;
        while (true) {
            List<Fragment> read = pages.from(session.stream(), session.range(), next, limit);
            for (Fragment fragment : read) {
                if (!isRepeated(fragment)) {
                    if (window.size() == session.fragmentsMax() && !isDue(window, fragment, nowMillis)) {
                        return false;
                    }
                    show(fragment, window);
                }
                next = new FragmentNumber(fragment.number().value() + 1);
            }
            if (read.size() < limit) {
                return true;
            }
            limit = Math.min(PAGE, PAGE_GROWTH * limit);
        }
    }

    /** Producers that send a fragment again have it shown once: a playlist must not take back what it has shown. */
    private boolean isRepeated(Fragment fragment) {
        return session.range().clock() == FragmentRange.Clock.PRODUCER && times.contains(fragment.producerTimeMillis());
    }

    /** Whether the first fragment of a full playlist may leave it for another one. */
    private boolean isDue(ArrayDeque<Fragment> window, Fragment following, long nowMillis) {
        return switch (session.mode()) {
            case LIVE -> true;
            case LIVE_REPLAY -> {
                Iterator<Fragment> front = window.iterator();
                long millis = junctions.playMillis(front.next(), front.hasNext() ? front.next() : following);
                yield playedMillis + millis <= nowMillis - session.createdAtMillis();
            }
            case ON_DEMAND -> throw new IllegalStateException("a playlist on demand does not move");
        };
    }

    private void show(Fragment fragment, ArrayDeque<Fragment> window) {
        if (next.equals(session.first()) && !fragment.number().equals(next)) {
            leap();
        }
        if (session.range().clock() == FragmentRange.Clock.PRODUCER) {
            times.add(fragment.producerTimeMillis());
        }
        window.addLast(fragment);
        if (window.size() > session.fragmentsMax()) {
            Fragment left = window.removeFirst();
            sequence++;
            discontinuities += junctions.isDiscontinuity(left, window.getFirst()) ? 1 : 0;
            playedMillis += junctions.playMillis(left, window.getFirst());
        }
    }

    /** Fragments that are no longer kept left unseen; how many is not known, so the player is told of a break. */
    private void leap() {
        sequence++;
        discontinuities++;
    }
}
