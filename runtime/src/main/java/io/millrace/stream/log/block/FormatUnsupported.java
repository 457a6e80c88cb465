package io.millrace.stream.log.block;

import java.io.IOException;

/** A file written by a newer format than this program knows. It is left as it is. */
public final class FormatUnsupported extends IOException {

    private static final long serialVersionUID = 1L;

    FormatUnsupported(String what, int version, int known) {
        super(what + " has format version " + version + ", this program knows version " + known
                + ": start it with the newer program that wrote it");
    }
}
