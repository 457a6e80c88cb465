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

    private final FragmentStore store;
    private final FragmentPages pages;
    private final Map<HlsSession, PlaylistProgress> moving = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<HlsSession, PlaylistProgress> eldest) {
            return size() > SESSIONS_MAX;
        }
    };

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
            return moving.computeIfAbsent(session, unknown -> new PlaylistProgress(session, pages));
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
