/**
 * Streams, shards and records, and the port to where records live. Knows no wire, no HTTP and no file. Positions are
 * 64-bit and given by the store; the 56-digit sequence numbers of clients are made at the wire.
 */
package io.millrace.stream;
