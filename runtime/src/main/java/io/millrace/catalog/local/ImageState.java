package io.millrace.catalog.local;

/** What a look at the catalog's image finds; only a good one is used, others are made anew from the journal. */
public enum ImageState {
    /** There is no file. */
    MISSING,
    /** It was not closed cleanly. */
    UNSTAMPED,
    /** It was closed at another change than the journal's last. */
    STALE,
    /** Its bytes are not those that were closed. */
    DAMAGED,
    GOOD
}
