/**
 * Fragments as Matroska: GetMedia, live and unending, and GetMediaForFragmentList. What is sent for a fragment is in
 * {@link io.millrace.video.playback.media.MediaChunk}: a document of its own, since readers of the service's streams take one cluster
 * from each segment. Where the store fails between two fragments the service's error tags say so; within one the connection ends,
 * since tags in an open cluster are no Matroska. A live reader is pushed committed fragments as it asks for them; it holds no more
 * than the one it is given.
 */
package io.millrace.video.playback.media;
