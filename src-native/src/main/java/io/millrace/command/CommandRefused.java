package io.millrace.command;

/** Something the user can mend; the message is the one line they read. */
final class CommandRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CommandRefused(String message) {
        super(message);
    }
}
