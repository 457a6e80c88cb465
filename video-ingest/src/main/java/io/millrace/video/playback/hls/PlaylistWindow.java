package io.millrace.video.playback.hls;

import io.millrace.video.fragment.Fragment;
import java.util.List;

/**
 * The fragments a media playlist has now, and what it must remember of those it had.
 *
 * @param sequence              the media sequence number of the first fragment
 * @param discontinuitySequence how many discontinuities went with fragments that left
 * @param isComplete            whether no fragment will be added
 */
record PlaylistWindow(List<Fragment> fragments, long sequence, long discontinuitySequence, boolean isComplete) {

    PlaylistWindow {
        fragments = List.copyOf(fragments);
    }
}
