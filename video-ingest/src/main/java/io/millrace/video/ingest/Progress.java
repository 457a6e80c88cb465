package io.millrace.video.ingest;

import io.millrace.video.ebml.MediaHead;
import io.millrace.video.fragment.FragmentDraft;
import io.millrace.video.fragment.FragmentTag;
import java.util.List;

/** Told how fragments come along, on the thread that feeds. */
public interface Progress {

    /** A new draft is wanted: a cluster begins. May throw what the store throws. */
    FragmentDraft draft();

    /** The cluster's timecode is known. */
    void timed(FragmentDraft draft, long timecodeMillis);

    /** Bytes were written to the draft. */
    void written(FragmentDraft draft);

    /** The cluster is whole and within the rules. */
    void whole(FragmentDraft draft, WholeFragment fragment);

    /** What its commit says. */
    record WholeFragment(long producerTimeMillis, long timecodeMillis, long durationMillis, MediaHead head, List<FragmentTag> tags) {
    }
}
