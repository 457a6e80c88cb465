package io.millrace.video.mp4;

/** A track that cannot be made into MP4: an answer, so it carries no stack. */
public final class UnplayableTrack extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What is wrong with the track. */
    public enum Reason {
        CODEC_UNSUPPORTED, CODEC_PRIVATE_MISSING, CODEC_PRIVATE_INVALID
    }

    private final Reason reason;

    public UnplayableTrack(Reason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    static UnplayableTrack invalid(String what) {
        return new UnplayableTrack(Reason.CODEC_PRIVATE_INVALID, what);
    }

    public Reason reason() {
        return reason;
    }
}
