/**
 * Checks a data directory offline and changes nothing in it: for {@code millrace verify DIR}. Takes the server's lock, so a
 * running server and a verification exclude each other. What only one of the runtime's users understands is a {@link
 * io.millrace.verify.FurtherCheck}. Runs on the caller's thread, which must not be interrupted; memory is
 * one segment's blocks at a time, and the catalog's and checkpoints' entries.
 */
package io.millrace.verify;
