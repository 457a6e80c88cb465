package io.millrace.firehose.deliver;

import io.millrace.firehose.buffer.SpoolDirectory;
import java.io.IOException;
import java.io.InputStream;

/** A parcel's bytes in the spool directory. */
record ObjectContent(SpoolDirectory directory, String file, long lengthBytes) implements Content {

    @Override
    public InputStream open() throws IOException {
        return directory.read(file);
    }
}
