/**
 * ListFragments: what fragments there are in a time range, in pages. A page's token holds all it means: stream, range, how far. Streams
 * that retain nothing have no archive and list nothing. Waits for the store on virtual threads; bounded by a page of 1,000.
 */
package io.millrace.video.playback.archive;
