/**
 * A function on video: it is fed the notifications of a video stream (docs/video.md), fetches each fragment's media, has ffmpeg make a
 * picture of its first frame, and puts that to a Kinesis stream. Runs wherever ffmpeg is installed.
 */
package io.millrace.examples.video;
