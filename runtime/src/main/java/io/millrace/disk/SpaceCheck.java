package io.millrace.disk;

import java.io.IOException;

/** Tells a full file system from a failing one; the JDK has only the message of the C library (strerror of ENOSPC and EDQUOT). */
final class SpaceCheck {

    private SpaceCheck() {
    }

    static IOException translate(IOException failure) {
        String message = failure.getMessage();
        if (message != null && (message.contains("No space left on device") || message.contains("Disk quota exceeded"))) {
            return new NoSpaceException(message, failure);
        }
        return failure;
    }
}
