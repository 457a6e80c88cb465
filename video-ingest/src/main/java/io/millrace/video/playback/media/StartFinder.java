package io.millrace.video.playback.media;

import io.millrace.stream.StreamId;
import io.millrace.video.fragment.Fragment;
import io.millrace.video.fragment.FragmentNumber;
import io.millrace.video.fragment.FragmentRange;
import io.millrace.video.fragment.FragmentStore;
import io.millrace.video.playback.Waiting;
import java.util.List;

/** Finds the fragment behind which a GetMedia begins. Waits for the store. */
final class StartFinder {

    /** No fragment is longer. */
    private static final long FRAGMENT_MILLIS_MAX = 20_000;
    private static final int PAGE = 100;

    private final FragmentStore store;

    StartFinder(FragmentStore store) {
        this.store = store;
    }

    /** The number after which the stream is to be followed. */
    FragmentNumber behind(StartSelector start, StreamId stream) {
        return switch (start) {
            case StartSelector.Now now -> Waiting.on(store.latest(stream)).map(latest -> before(latest.number())).orElse(FragmentNumber.NONE);
            case StartSelector.Earliest earliest -> FragmentNumber.NONE;
            case StartSelector.After after -> after.number();
            case StartSelector.At at -> containing(at, stream);
        };
    }

    private FragmentNumber containing(StartSelector.At at, StreamId stream) {
        long from = at.millis() < Long.MIN_VALUE + FRAGMENT_MILLIS_MAX ? Long.MIN_VALUE : at.millis() - FRAGMENT_MILLIS_MAX;
        FragmentRange range = new FragmentRange(at.clock(), from, Long.MAX_VALUE);
        FragmentNumber after = FragmentNumber.NONE;
        while (true) {
            List<Fragment> page = Waiting.on(store.list(stream, range, after, PAGE));
            for (Fragment fragment : page) {
                if (endMillis(at.clock(), fragment) > at.millis()) {
                    return before(fragment.number());
                }
            }
            if (page.size() < PAGE) {
                return Waiting.on(store.latest(stream)).map(Fragment::number).orElse(FragmentNumber.NONE);
            }
            after = page.getLast().number();
        }
    }

    /** A fragment that does not tell its duration contains its first millisecond. */
    private static long endMillis(FragmentRange.Clock clock, Fragment fragment) {
        long start = switch (clock) {
            case PRODUCER -> fragment.producerTimeMillis();
            case SERVER -> fragment.serverTimeMillis();
        };
        return start + Math.max(1, fragment.durationMillis());
    }

    private static FragmentNumber before(FragmentNumber number) {
        return new FragmentNumber(number.value() - 1);
    }
}
