package io.millrace.video.playback;

import java.nio.ByteBuffer;

/** Where media goes. One thread. */
public interface MediaSink {

    /** Hands bytes on, all these together, and returns when more are wanted; the caller does not change them any more. */
    void write(ByteBuffer... bytes) throws ViewerGone;

    /** The one who reads has gone away, or has stopped to read. */
    final class ViewerGone extends Exception {

        private static final long serialVersionUID = 1L;

        public ViewerGone(String why) {
            super(why, null, false, false);
        }
    }
}
