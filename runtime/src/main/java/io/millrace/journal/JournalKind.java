package io.millrace.journal;

/** What a journal is for; its number is in the file's header, so that one is never taken for another. */
public enum JournalKind {
    CATALOG(1), CHECKPOINTS(2), MANIFESTS(3);

    private final int number;

    JournalKind(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}
