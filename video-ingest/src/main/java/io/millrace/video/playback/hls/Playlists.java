package io.millrace.video.playback.hls;

import io.millrace.video.fragment.Fragment;
import io.millrace.video.fragment.FragmentNumber;
import io.millrace.video.fragment.FragmentRange;
import io.millrace.video.fragment.FragmentStore;
import io.millrace.video.playback.Waiting;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The fragments of sessions' playlists. Any thread; waits for the store. Remembers how far the most recent sessions got. */
final class Playlists {

    private static final int SESSIONS_MAX = 2_000;
    /** Of all sessions' playlists at their longest: some 16 bytes are remembered for each. */
    private static final long FRAGMENTS_MAX = 1_000_000;

    private final FragmentStore store;
    private final FragmentPages pages;
    /** The least recently asked for first. Guarded by itself, as is the next. */
    private final LinkedHashMap<HlsSession, PlaylistProgress> moving = new LinkedHashMap<>(16, 0.75f, true);
    private long fragments;

    Playlists(FragmentStore store) {
        this.store = store;
        this.pages = new FragmentPages(store);
    }

    /** What the session's playlist has now. */
    PlaylistWindow window(HlsSession session, long nowMillis) {
        return switch (session.mode()) {
            case ON_DEMAND -> new PlaylistWindow(whole(session), 1, 0, true);
            case LIVE, LIVE_REPLAY -> progress(session).at(nowMillis);
        };
    }

    private PlaylistProgress progress(HlsSession session) {
        synchronized (moving) {
            PlaylistProgress known = moving.get(session);
            if (known != null) {
                return known;
            }
            fragments += session.fragmentsMax();
            while (moving.size() >= SESSIONS_MAX || fragments > FRAGMENTS_MAX) {
                fragments -= moving.pollFirstEntry().getKey().fragmentsMax();
            }
            PlaylistProgress begun = new PlaylistProgress(session, pages);
            moving.put(session, begun);
            return begun;
        }
    }

    private List<Fragment> whole(HlsSession session) {
        List<Fragment> fragments = Waiting.on(store.list(session.stream(), session.range(), FragmentNumber.NONE, session.fragmentsMax()));
        return session.range().clock() == FragmentRange.Clock.PRODUCER ? newestByTime(fragments) : fragments;
    }

    /** Of those that begin at the same time the newest, in the order of their times. */
    private static List<Fragment> newestByTime(List<Fragment> fragments) {
        Map<Long, Fragment> byTime = new TreeMap<>(Comparator.naturalOrder());
        fragments.forEach(fragment -> byTime.put(fragment.producerTimeMillis(), fragment));
        return new ArrayList<>(byTime.values());
    }

    FragmentPages pages() {
        return pages;
    }
}
