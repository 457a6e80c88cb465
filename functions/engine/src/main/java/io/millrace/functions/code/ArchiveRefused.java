package io.millrace.functions.code;

/** The archive cannot be accepted; the message is for its sender. */
public final class ArchiveRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean tooLarge;

    private ArchiveRefused(String message, boolean tooLarge) {
        super(message, null, false, false);
        this.tooLarge = tooLarge;
    }

    static ArchiveRefused invalid(String message) {
        return new ArchiveRefused(message, false);
    }

    static ArchiveRefused tooLarge(String message) {
        return new ArchiveRefused(message, true);
    }

    /** Whether the upload itself is too large, as against what is in it. */
    public boolean isTooLarge() {
        return tooLarge;
    }
}
