package io.millrace.video.fragment.local;

import io.millrace.stream.log.block.Lane;

/** A stream's lanes in its log. */
record Lanes(Lane parts, Lane commits, Lane groups) {

    static final int PARTS = 0;
    static final int COMMITS = 1;
    static final int GROUPS = 2;
}
