package io.millrace.firehose.transform.jq;

/** A query that cannot be compiled, or that failed on a document. The message is JQ's. */
public final class QueryFailed extends Exception {

    private static final long serialVersionUID = 1L;

    public QueryFailed(String message) {
        super(message, null, false, false);
    }
}
