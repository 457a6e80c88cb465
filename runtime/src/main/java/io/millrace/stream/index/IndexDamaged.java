package io.millrace.stream.index;

import java.io.IOException;

/** An index file is missing, damaged, of another segment or of an unknown version. It can be rebuilt from its segment. */
public final class IndexDamaged extends IOException {

    private static final long serialVersionUID = 1L;

    private final String reason;
    private final boolean outdated;

    IndexDamaged(IndexedSegment segment, String reason) {
        this(segment, reason, false);
    }

    private IndexDamaged(IndexedSegment segment, String reason, boolean outdated) {
        super(segment.indexFile() + ": " + reason);
        this.reason = reason;
        this.outdated = outdated;
    }

    static IndexDamaged outdated(IndexedSegment segment, long end) {
        return new IndexDamaged(segment, "lists the blocks before byte " + end + " only", true);
    }

    /**
     * Whether it is whole, and of this segment when that was shorter: a crash lost the segment's successor, so that the log went
     * on in it.
     */
    public boolean isOutdated() {
        return outdated;
    }

    /** What is wrong with the file, without its name. */
    public String reason() {
        return reason;
    }
}
