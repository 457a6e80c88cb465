/**
 * Fragmented MP4 from what Matroska holds: a track's codec private data becomes an initialization segment
 * ({@link io.millrace.video.mp4.InitSegment}), a fragment's frames become the head of a media segment
 * ({@link io.millrace.video.mp4.MediaSegment}), behind which the caller puts the frames as they are. Matroska has presentation
 * times only; {@link io.millrace.video.mp4.Timeline} makes decode times of them. Formats: ISO/IEC 14496-12 (boxes), -14 (AAC
 * in MP4), -15 (H.264 and H.265 in MP4), RFC 6381 (codec names). Pure; any thread; nothing is kept between calls.
 */
package io.millrace.video.mp4;
