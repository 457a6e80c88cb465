package io.millrace.video.fragment;

import io.millrace.video.ebml.MediaHead;
import java.util.List;

/**
 * A fragment that exists: its commit is durable.
 *
 * @param number             greater than that of every fragment committed before it in its stream
 * @param producerTimeMillis of its first frame by the producer's clock, since the epoch
 * @param serverTimeMillis   when its first byte came, since the epoch; never less than that of the fragment before it
 * @param timecode           of its cluster as sent, in milliseconds
 * @param durationMillis     from the first frame to the end of the last, as far as the cluster tells
 * @param bytes              of the cluster's content
 * @param head               what the producer sent before the first cluster of its connection
 * @param tags               what it noted on this fragment, in order
 */
public record Fragment(FragmentNumber number, long producerTimeMillis, long serverTimeMillis, long timecode, long durationMillis,
        long bytes, MediaHead head, List<FragmentTag> tags) {

    public Fragment {
        if (bytes < 0 || durationMillis < 0) {
            throw new IllegalArgumentException("negative length: " + bytes + " bytes, " + durationMillis + " ms");
        }
        tags = List.copyOf(tags);
    }
}
