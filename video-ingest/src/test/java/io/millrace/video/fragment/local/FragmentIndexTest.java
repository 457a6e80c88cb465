package io.millrace.video.fragment.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.video.ebml.MediaHead;
import io.millrace.video.fragment.Fragment;
import io.millrace.video.fragment.FragmentNumber;
import io.millrace.video.fragment.FragmentRange;
import io.millrace.video.fragment.Heads;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FragmentIndexTest {

    private static final int GROUP = 64, HEAD_BYTES = 60 * 1024;

    private final FragmentIndex index = new FragmentIndex(GROUP);
    private final List<GroupEntry> groups = new ArrayList<>();

    private static MediaHead head(int number) {
        byte[] configuration = new byte[HEAD_BYTES];
        configuration[0] = (byte) number;
        return Heads.playable("V_MPEG4/ISO/AVC", configuration);
    }

    private void add(int number, MediaHead head) {
        Fragment fragment = new Fragment(new FragmentNumber(number), 1000L * number, 1000L * number, 0, 1000, 10, head, List.of());
        index.add(new StoredFragment(fragment, number, number, 1, 10)).ifPresent(groups::add);
    }

    private List<StoredFragment> inMemory() {
        FragmentIndex.Next next = index.next(groups.isEmpty() ? 0 : groups.getLast().lastNumber(), FragmentRange.ALL);
        assertThat(next.group()).isEqualTo(Optional.empty());
        return next.fragments();
    }

    @Test
    void groupsAreMadeOfTheOlderHalf() {
        MediaHead head = head(0);
        for (int number = 1; number <= 3 * GROUP; number++) {
            add(number, head);
        }

        assertThat(groups).extracting(GroupEntry::firstNumber).containsExactly(1L, 1L + GROUP);
        assertThat(inMemory()).hasSize(GROUP);
    }

    @Test
    void differingHeadsAreNotKeptWithoutBound() {
        for (int number = 1; number <= 3 * GROUP; number++) {
            add(number, head(number));
            assertThat(inMemory()).hasSizeBetween(1, 1024 * 1024 / HEAD_BYTES + 1);
        }

        assertThat(groups.getLast().lastNumber() + inMemory().size()).as("none is left out").isEqualTo(3 * GROUP);
        for (int group = 1; group < groups.size(); group++) {
            assertThat(groups.get(group).firstNumber()).isEqualTo(groups.get(group - 1).lastNumber() + 1);
        }
    }
}
