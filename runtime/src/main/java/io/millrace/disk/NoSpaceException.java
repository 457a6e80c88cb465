package io.millrace.disk;

import java.io.IOException;

/** The file system or a quota has no room; what was written before stays, nothing else is wrong with the file. */
public final class NoSpaceException extends IOException {

    private static final long serialVersionUID = 1L;

    public NoSpaceException(String message, Throwable cause) {
        super(message, cause);
    }
}
