package io.millrace.video.playback.hls;

import io.millrace.stream.StreamId;
import io.millrace.video.fragment.Fragment;
import io.millrace.video.fragment.FragmentNumber;
import io.millrace.video.fragment.FragmentRange;
import io.millrace.video.fragment.FragmentStore;
import io.millrace.video.playback.Waiting;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Reads fragment lists for sessions. Waits for the store. */
final class FragmentPages {

    private static final int PAGE = 500;
    private static final long FIRST_SPAN_MILLIS = 30_000;

    private final FragmentStore store;

    FragmentPages(FragmentStore store) {
        this.store = store;
    }

    /** Fragments of the range from a number on, that one included, at most so many. */
    List<Fragment> from(StreamId stream, FragmentRange range, FragmentNumber first, int limit) {
        FragmentNumber after = first.value() == 0 ? first : new FragmentNumber(first.value() - 1);
        return Waiting.on(store.list(stream, range, after, limit));
    }

    /**
     * The last fragments of a stream, by number, at most so many: looks back in spans that grow, since lists go forward only.
     *
     * @param latest the last one
     */
    List<Fragment> last(StreamId stream, Fragment latest, int count) {
        for (long span = Math.max(FIRST_SPAN_MILLIS, count * 2L * Math.max(1, latest.durationMillis()));; span *= 8) {
            long fromMillis = latest.serverTimeMillis() - span;
            List<Fragment> found = lastSince(stream, fromMillis, count);
            if (found.size() == count || fromMillis <= 0) {
                return found;
            }
        }
    }

    private List<Fragment> lastSince(StreamId stream, long fromMillis, int count) {
        FragmentRange range = new FragmentRange(FragmentRange.Clock.SERVER, fromMillis, Long.MAX_VALUE);
        Deque<Fragment> last = new ArrayDeque<>();
        FragmentNumber after = FragmentNumber.NONE;
        List<Fragment> page;
        do {
            page = Waiting.on(store.list(stream, range, after, PAGE));
            for (Fragment fragment : page) {
                last.add(fragment);
                if (last.size() > count) {
                    last.remove();
                }
                after = fragment.number();
            }
        } while (page.size() == PAGE);
        return new ArrayList<>(last);
    }
}
