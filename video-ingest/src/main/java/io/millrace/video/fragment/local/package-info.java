/**
 * The local {@link io.millrace.video.fragment.FragmentStore}: fragments on the block log. Each stream has a log of its own under
 * {@code DATA/video/<stream id>/0} with three lanes: {@link io.millrace.video.fragment.local.Lanes#PARTS parts} of clusters as they
 * come, {@link io.millrace.video.fragment.local.Lanes#COMMITS commits} that make a fragment of them, and
 * {@link io.millrace.video.fragment.local.Lanes#GROUPS groups} that sum up commits. A commit is appended only after all its parts are
 * durable, so that where a commit is, its parts are; parts without one are never looked at. The entries' bytes are drawn in
 * {@link io.millrace.video.fragment.local.PartEntry}, {@link io.millrace.video.fragment.local.CommitEntry} and
 * {@link io.millrace.video.fragment.local.GroupEntry}.
 * <p>
 * Threads: those of the log; files are read on the log's readers; what is in memory is told on the thread that asks. Bounded: for each stream some hundred fragments in memory
 * and about 100 bytes for every {@link io.millrace.video.fragment.FragmentSettings#groupFragments} older ones; what waits for the disk,
 * over all streams; one block for each reading under way.
 */
package io.millrace.video.fragment.local;
