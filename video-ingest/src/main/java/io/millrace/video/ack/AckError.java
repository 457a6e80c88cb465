package io.millrace.video.ack;

/** What an ERROR acknowledgement can say, with the service's ids. */
public enum AckError {
    MAX_FRAGMENT_SIZE_REACHED(4001),
    MAX_FRAGMENT_DURATION_REACHED(4002),
    FRAGMENT_TIMECODE_LESSER_THAN_PREVIOUS(4004),
    INVALID_MKV_DATA(4006),
    INVALID_PRODUCER_TIMESTAMP(4007),
    /** The stream was deleted. */
    STREAM_NOT_ACTIVE(4008),
    FRAGMENT_METADATA_LIMIT_REACHED(4009),
    /** A frame is of a track that was not announced. */
    TRACK_NUMBER_MISMATCH(4010),
    /** A track that was announced has no frame in the fragment. */
    FRAMES_MISSING_FOR_TRACK(4011),
    MORE_THAN_ALLOWED_TRACKS_FOUND(4012),
    INTERNAL_ERROR(5000),
    /** The fragment could not be stored. */
    ARCHIVAL_ERROR(5001);

    private final int id;

    AckError(int id) {
        this.id = id;
    }

    public int id() {
        return id;
    }
}
