package io.millrace.video.playback;

import io.millrace.video.mp4.TrackFormat;

/** A track that players can be served. */
public record PlayableTrack(long number, TrackFormat format) {
}
