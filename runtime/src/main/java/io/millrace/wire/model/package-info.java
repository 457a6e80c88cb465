/**
 * A service's pinned model: its operations, their members and the limits of each. Bodies are read and checked against it in
 * one pass; complaints are worded as the services word theirs. Operations turn what was read into typed calls at once:
 * nothing behind their parsers sees a member by its name. Immutable after loading; any thread.
 */
package io.millrace.wire.model;
