package io.millrace.firehose.columnar.json;

import java.io.IOException;

/** JSON that is no value of its column's type. */
public final class Mismatch extends IOException {

    private static final long serialVersionUID = 1L;

    Mismatch(String message) {
        super(message);
    }

    /** Expected, and not rare: who looks for its cause looks at the record. */
    @Override
    public Throwable fillInStackTrace() {
        return this;
    }
}
