package io.millrace.video.fragment.local;

import io.millrace.video.fragment.Fragment;

/**
 * A fragment and where it is.
 *
 * @param position  of its commit
 * @param firstPart position of its first part; those of the others follow one another
 * @param parts     how many; 0 when it has no bytes
 * @param partBytes of all parts but the last
 */
record StoredFragment(Fragment fragment, long position, long firstPart, int parts, int partBytes) {

    long endPart() {
        return firstPart + parts;
    }
}
