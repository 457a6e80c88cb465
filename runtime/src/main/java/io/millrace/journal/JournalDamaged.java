package io.millrace.journal;

import java.io.IOException;

/** A journal file cannot be what was written. The message names file and place, for the operator. */
public final class JournalDamaged extends IOException {

    private static final long serialVersionUID = 1L;

    public JournalDamaged(String message) {
        super(message);
    }
}
