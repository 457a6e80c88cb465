package io.millrace.video.ebml;

/** Bytes that are no Matroska we take. Stackless: what matters is the place in the stream. */
public final class EbmlException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient long offset;

    /** @param offset in bytes from where the parser began */
    public EbmlException(String message, long offset) {
        super(message + " at byte " + offset, null, false, false);
        this.offset = offset;
    }

    /** In bytes from where the parser began. */
    public long offset() {
        return offset;
    }
}
