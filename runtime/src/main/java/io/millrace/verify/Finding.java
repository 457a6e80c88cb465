package io.millrace.verify;

/**
 * Something worth telling.
 *
 * @param place   the file below the data directory, or what is meant in it
 * @param what    what was found
 * @param meaning what that means for the data, and what to do if anything
 */
public record Finding(Severity severity, String place, String what, String meaning) {
}
