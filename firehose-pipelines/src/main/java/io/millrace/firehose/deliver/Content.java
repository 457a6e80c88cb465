package io.millrace.firehose.deliver;

import java.io.IOException;
import java.io.InputStream;

/** A parcel's bytes, on disk; perhaps encrypted there, never here. */
public interface Content {

    long lengthBytes();

    /** From the first byte; may be called again and again. The reader closes it. Fails rather than give bytes that are not the content's. */
    InputStream open() throws IOException;
}
