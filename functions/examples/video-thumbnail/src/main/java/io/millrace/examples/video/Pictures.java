package io.millrace.examples.video;

/** Where pictures go. */
@FunctionalInterface
interface Pictures {

    /** @param jpeg at most 1 MiB */
    void put(FragmentNotice fragment, byte[] jpeg);
}
