package io.millrace.verify;

/** How much a finding matters. */
public enum Severity {
    /** Normal, such as the torn tail of a crash: nothing that was acknowledged is lost. */
    NOTE,
    /** Bytes that were durable are not what they were. */
    DAMAGE,
    /** Written by a newer program, or not readable now: nothing can be said about it. */
    UNKNOWN
}
