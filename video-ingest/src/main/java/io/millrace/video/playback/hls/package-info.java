/**
 * HLS: a session's URL, its playlists, and the MP4 segments they name, made from stored fragments on request. A session is its
 * token ({@link io.millrace.video.playback.hls.SessionTokens}): signed, so it cannot be guessed, and it tells when it expires;
 * the server keeps nothing of it but, for live ones, where the playlist has got to (numbers and times, no fragments), in a table that is
 * bounded and may forget, and segments that several viewers watch ({@link io.millrace.video.playback.SharedSegments}), within a budget of bytes. Format:
 * RFC 8216; names of the paths as the service has them. Playlists are pure; what waits for the store runs on virtual threads.
 */
package io.millrace.video.playback.hls;
