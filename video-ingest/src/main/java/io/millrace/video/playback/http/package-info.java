/**
 * Replies that are longer than memory: a request's small body is read on its event loop, then a virtual thread answers it
 * ({@link io.millrace.video.playback.http.Exchange}) and writes at the client's pace. Bounded: the requests answered at a time, a
 * body's length, one piece per reply, and the time a client may take for it.
 */
package io.millrace.video.playback.http;
