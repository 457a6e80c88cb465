/**
 * The two encodings of AWS's JSON protocol, JSON 1.1 and CBOR, behind one pull reader and one writer, so that an operation's
 * parser and reply are written once. Readers work on a whole body in memory, hand out slices of it and bound their depth;
 * whatever bytes they get, they end with the value or with {@link MalformedBody}. No thread safety: one reader, one body.
 */
package io.millrace.wire.codec;
