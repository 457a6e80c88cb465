package io.millrace.video.api;

import io.millrace.wire.WireFault;

/** The errors of the Kinesis Video Streams APIs: control, media, archived media. */
public enum VideoFault implements WireFault {
    STREAM_LIMIT("AccountStreamLimitExceededException", 400, Retry.NEVER),
    CLIENT_LIMIT("ClientLimitExceededException", 400, Retry.LATER),
    CONNECTION_LIMIT("ConnectionLimitExceededException", 400, Retry.LATER),
    INVALID_ARGUMENT("InvalidArgumentException", 400, Retry.NEVER),
    INVALID_CODEC_PRIVATE_DATA("InvalidCodecPrivateDataException", 400, Retry.NEVER),
    INVALID_MEDIA_FRAME("InvalidMediaFrameException", 400, Retry.NEVER),
    INVALID_RESOURCE_FORMAT("InvalidResourceFormatException", 400, Retry.NEVER),
    MISSING_CODEC_PRIVATE_DATA("MissingCodecPrivateDataException", 400, Retry.NEVER),
    NO_DATA_RETENTION("NoDataRetentionException", 400, Retry.NEVER),
    NOT_AUTHORIZED("NotAuthorizedException", 401, Retry.NEVER),
    IN_USE("ResourceInUseException", 400, Retry.NEVER),
    NOT_FOUND("ResourceNotFoundException", 404, Retry.NEVER),
    TAG_LIMIT("TagsPerResourceExceededLimitException", 400, Retry.NEVER),
    UNSUPPORTED_MEDIA_TYPE("UnsupportedStreamMediaTypeException", 400, Retry.NEVER),
    VERSION_MISMATCH("VersionMismatchException", 400, Retry.NEVER),
    INTERNAL("InternalFailure", 500, Retry.LATER);

    private final String wireName;
    private final int status;
    private final Retry retry;

    VideoFault(String wireName, int status, Retry retry) {
        this.wireName = wireName;
        this.status = status;
        this.retry = retry;
    }

    @Override
    public String wireName() {
        return wireName;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public Retry retry() {
        return retry;
    }
}
