package io.millrace.video.fragment.local;

import io.millrace.stream.log.block.Entries;

/** One entry to be appended. */
record SingleEntry(byte[] array, int lengthBytes) implements Entries {

    @Override
    public int count() {
        return 1;
    }

    @Override
    public int end(int index) {
        return lengthBytes;
    }
}
