package io.millrace.firehose.error;

/** Writes error records in the service's JSON shapes, one line each, ending in a newline. Pure. */
public interface ErrorRecordEncoder {

    byte[] encode(ErrorRecord failure);
}
