package io.millrace.functions.code;

/** How an archive is laid out for workers. */
public enum Layout {
    /** For Java: unpacked when it has jars in {@code lib/}, or else as it is, {@code function.jar}. */
    CLASS_PATH,
    /** For a program of its own: unpacked in any case. */
    FILES
}
