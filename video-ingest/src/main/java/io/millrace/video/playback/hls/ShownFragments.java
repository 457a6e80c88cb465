package io.millrace.video.playback.hls;

import io.millrace.video.fragment.Fragment;
import io.millrace.video.fragment.FragmentNumber;
import java.util.BitSet;
import java.util.List;

/** What a playlist showed last, without the fragments: their numbers, and where discontinuities were. Eight bytes for each. Immutable. */
final class ShownFragments {

    static final ShownFragments NONE = new ShownFragments(new long[0], new BitSet());

    private final long[] numbers;
    /** Behind each fragment; behind the last one, of which nothing is known, is one. */
    private final BitSet breaks;

    private ShownFragments(long[] numbers, BitSet breaks) {
        this.numbers = numbers;
        this.breaks = breaks;
    }

    static ShownFragments of(List<Fragment> fragments, Junctions junctions) {
        BitSet breaks = new BitSet(fragments.size());
        for (int index = 0; index < fragments.size(); index++) {
            breaks.set(index, index + 1 == fragments.size() || junctions.isDiscontinuity(fragments.get(index), fragments.get(index + 1)));
        }
        return new ShownFragments(fragments.stream().mapToLong(fragment -> fragment.number().value()).toArray(), breaks);
    }

    int size() {
        return numbers.length;
    }

    FragmentNumber number(int index) {
        return new FragmentNumber(numbers[index]);
    }

    /** How many are gone with so many fragments from the beginning. */
    int discontinuities(int fragments) {
        return breaks.get(0, fragments).cardinality();
    }
}
