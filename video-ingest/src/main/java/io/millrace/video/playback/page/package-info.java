/**
 * The page at {@code /millrace/video}: files that are part of the program, served as they are. It asks the server's own APIs, as any
 * client does; where access keys are configured it asks its visitor for one and signs in the browser, so that no session of ours
 * exists and no secret is sent. hls.js (Apache License 2.0) is part of the program in its published form.
 */
package io.millrace.video.playback.page;
