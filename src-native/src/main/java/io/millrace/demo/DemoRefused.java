package io.millrace.demo;

/** The demonstration cannot go on for a reason the user can mend; the message is the one line they read. */
public final class DemoRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DemoRefused(String message) {
        super(message);
    }
}
