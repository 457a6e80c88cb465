package io.millrace.stream.index;

import java.io.IOException;

/** An index file is missing, damaged, of another segment or of an unknown version. It can be rebuilt from its segment. */
public final class IndexDamaged extends IOException {

    private static final long serialVersionUID = 1L;

    private final String reason;

    IndexDamaged(IndexedSegment segment, String reason) {
        super(segment.indexFile() + ": " + reason);
        this.reason = reason;
    }

    /** What is wrong with the file, without its name. */
    public String reason() {
        return reason;
    }
}
