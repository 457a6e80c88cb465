/**
 * Reading video: what is common to its ways. {@code media} gives fragments as Matroska, live or by number; {@code archive} lists
 * them; {@code hls} packages them for players; {@code page} shows them. All read committed fragments through
 * {@link io.millrace.video.fragment.FragmentStore} and keep nothing of them but the segments that several viewers of HLS
 * are given ({@link io.millrace.video.playback.SharedSegments}), within a budget. Each request is one virtual thread of straight-line
 * code that waits for the store, and for the client to take what it was sent: a slow client slows itself only. Bounded: requests
 * at a time ({@link io.millrace.video.playback.PlaybackSettings}), and one piece of at most 1 MiB in memory for each.
 */
package io.millrace.video.playback;
