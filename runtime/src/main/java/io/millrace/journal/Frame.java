package io.millrace.journal;

/** One typed entry of a journal; the payload is not a copy. */
public record Frame(int type, byte[] payload) {
}
