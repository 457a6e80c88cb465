package io.millrace.video.ingest;

import io.millrace.video.ack.AckError;

/** A fragment breaks a rule. Stackless: it is an answer. */
public final class FragmentRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final AckError error;

    public FragmentRefused(AckError error, String message) {
        super(message, null, false, false);
        this.error = error;
    }

    public AckError error() {
        return error;
    }
}
