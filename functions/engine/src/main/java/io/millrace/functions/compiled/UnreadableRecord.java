package io.millrace.functions.compiled;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;

/** A record's data is no JSON for the type a function takes. It names the record and the place, and none of the data. */
final class UnreadableRecord extends IOException {

    private static final long serialVersionUID = 1L;

    UnreadableRecord(String sequenceNumber, JsonProcessingException cause) {
        super("record " + sequenceNumber + " cannot be read: " + cause.getClass().getSimpleName()
                + (cause.getLocation() == null ? "" : " at byte " + cause.getLocation().getByteOffset()));
    }
}
