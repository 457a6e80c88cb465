/** Video as users meet it: ffmpeg for a camera, the packaged server, Chromium and AWS's clients for viewers. */
package io.millrace.video;
