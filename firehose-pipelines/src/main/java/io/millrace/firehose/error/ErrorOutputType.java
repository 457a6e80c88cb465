package io.millrace.firehose.error;

/** Kinds of error records; objects have records of one kind. Wire names are what {@code !{firehose:error-output-type}} gives. */
public enum ErrorOutputType {
    PROCESSING_FAILED("processing-failed"),
    FORMAT_CONVERSION_FAILED("format-conversion-failed"),
    HTTP_ENDPOINT_FAILED("http-endpoint-failed"),
    ACTIVE_PARTITION_EXCEEDED("activePartitionExceeded"),
    DECOMPRESSION_FAILED("decompression-failed");

    private final String wireName;

    ErrorOutputType(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }
}
