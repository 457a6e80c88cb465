/**
 * Values in bytes: AWS JSON 1.1 and CBOR behind one pull reader and one writer, so that an operation's parser and reply are
 * written once. Readers work on a whole body in an array, give texts and blobs as slices of it and make no garbage for
 * them; unescaping happens in place, so a body is read once. Nesting is bounded. For bytes that are not what they should be a
 * reader throws {@link io.millrace.wire.codec.MalformedInput} and nothing else. Not thread safe; no state is shared.
 */
package io.millrace.wire.codec;
