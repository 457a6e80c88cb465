package io.millrace.server;

/** The server cannot start for a reason the operator can mend; the message is the one line they read. */
public final class StartRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StartRefused(String message) {
        super(message);
    }
}
