package io.millrace.catalog.local;

/**
 * How the catalog's journal is kept.
 *
 * @param waitingMax            changes that may wait for the disk; more are refused
 * @param rotateAboveBytes      the journal starts a new generation beyond this size, and beyond four times its snapshot
 */
public record CatalogSettings(int waitingMax, long rotateAboveBytes) {

    public CatalogSettings {
        if (waitingMax < 1 || rotateAboveBytes < 1) {
            throw new IllegalArgumentException("catalog settings must be positive: " + waitingMax + ", " + rotateAboveBytes);
        }
    }

    public static CatalogSettings defaults() {
        return new CatalogSettings(4096, 4L * 1024 * 1024);
    }
}
