package io.millrace.video.fragment.local;

import io.millrace.video.fragment.FragmentSettings;

/** What all drafts of a store share. */
record DraftGround(FragmentSettings settings, AppendGate gate) {
}
