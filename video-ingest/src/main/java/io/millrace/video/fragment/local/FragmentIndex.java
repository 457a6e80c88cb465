package io.millrace.video.fragment.local;

import io.millrace.video.ebml.MediaHead;
import io.millrace.video.fragment.FragmentRange;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A stream's fragments in memory: the last ones whole, older ones in groups. Guarded by its own lock, held for a few instructions;
 * never while a file is read.
 */
final class FragmentIndex {

    /** Of the heads of fragments in memory; one that follows another with the same is not counted. */
    private static final long HEAD_BYTES_MAX = 1024 * 1024;

    private final int groupFragments;
    private final List<GroupEntry> groups = new ArrayList<>();
    private final ArrayDeque<StoredFragment> tail = new ArrayDeque<>();
    private int trimmedGroups;

    FragmentIndex(int groupFragments) {
        this.groupFragments = groupFragments;
    }

    /** Where to look next: a group whose commits must be read, or fragments in memory, the rest of all there are. */
    record Next(Optional<GroupEntry> group, List<StoredFragment> fragments) {
    }

    /** Adds a fragment behind all others; gives a group to be written when one was made of older ones. */
    synchronized Optional<GroupEntry> add(StoredFragment fragment) {
        tail.addLast(fragment);
        if (tail.size() < 2 * groupFragments && (tail.size() == 1 || headBytes() <= HEAD_BYTES_MAX)) {
            return Optional.empty();
        }
        int grouped = tail.size() / 2;
        List<StoredFragment> oldest = new ArrayList<>(grouped);
        while (oldest.size() < grouped) {
            oldest.add(tail.removeFirst());
        }
        GroupEntry group = GroupEntry.of(oldest);
        groups.add(group);
        return Optional.of(group);
    }

    private long headBytes() {
        long bytes = 0;
        MediaHead before = null;
        for (StoredFragment stored : tail) {
            MediaHead head = stored.fragment().head();
            bytes += head == before ? 0 : head.lengthBytes();
            before = head;
        }
        return bytes;
    }

    /** Adds a group behind all others, while opening. */
    synchronized void add(GroupEntry group) {
        groups.add(group);
    }

    /** The first group that may have a fragment in the range with a number after this one; else those in memory. */
    synchronized Next next(long afterNumber, FragmentRange range) {
        for (int index = firstGroupEndingAfter(afterNumber); index < groups.size(); index++) {
            if (groups.get(index).mayTouch(range)) {
                return new Next(Optional.of(groups.get(index)), List.of());
            }
        }
        return new Next(Optional.empty(), tail.stream().filter(stored -> stored.fragment().number().value() > afterNumber).toList());
    }

    private int firstGroupEndingAfter(long number) {
        int low = trimmedGroups;
        int high = groups.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (groups.get(middle).lastNumber() <= number) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    synchronized Optional<StoredFragment> last() {
        return Optional.ofNullable(tail.peekLast());
    }

    /** The fragment committed last, of those that are in a group. */
    synchronized Optional<GroupEntry> lastGroup() {
        return groups.size() > trimmedGroups ? Optional.of(groups.getLast()) : Optional.empty();
    }

    /** Forgets what was committed before a position of the commits' lane; groups that reach over it stay. */
    synchronized void trim(long beforeCommit) {
        while (trimmedGroups < groups.size() && groups.get(trimmedGroups).lastCommit() < beforeCommit) {
            trimmedGroups++;
        }
        if (trimmedGroups > groups.size() / 2) {
            groups.subList(0, trimmedGroups).clear();
            trimmedGroups = 0;
        }
        while (!tail.isEmpty() && tail.peekFirst().position() < beforeCommit) {
            tail.removeFirst();
        }
    }
}
