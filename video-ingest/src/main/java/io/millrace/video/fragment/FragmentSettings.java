package io.millrace.video.fragment;

/**
 * The fragment store's settings.
 *
 * @param partBytes  a draft hands its bytes to the log in parts of this size; smaller ones take less memory for each producer
 * @param partsInFlightMax parts of one draft that may wait for the disk
 * @param groupFragments fragments that share one entry of the index in memory; of the last group all are held
 */
public record FragmentSettings(int partBytes, int partsInFlightMax, int groupFragments) {

    /** A part is an entry of the log's block layer. */
    public static final int PART_BYTES_MAX = 1024 * 1024;

    public FragmentSettings {
        if (partBytes < 1 || partBytes > PART_BYTES_MAX || partsInFlightMax < 1 || groupFragments < 1) {
            throw new IllegalArgumentException("out of range: " + partBytes + ", " + partsInFlightMax + ", " + groupFragments);
        }
    }

    public static FragmentSettings defaults() {
        return new FragmentSettings(128 * 1024, 2, 64);
    }
}
