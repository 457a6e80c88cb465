/**
 * Who may call: access keys ({@link io.millrace.access.AccessKeys}, read from a file or the settings) and the verification of
 * signatures, Signature Version 4 ({@link io.millrace.access.SignatureVerifier}). Knows no HTTP server: a request is a
 * {@link io.millrace.access.RequestHead}, and what is to be seen of its body a {@link io.millrace.access.BodyProof}. The head is
 * verified before anything of the body is read, unless its signature is over a hash it does not tell; then key, scope and time are.
 *
 * <p>Every path of the server is guarded. A room says by {@link io.millrace.access.PathRule}s which service its paths belong to, which
 * of them take a body that is a stream, and which are open because the room guards them itself; nobody has to call anything to be
 * guarded. {@code io.millrace.access.http} stands in front of the routes.
 *
 * <p>Refusals are {@link io.millrace.access.AccessFault}s in the words of the services. Secrets are compared in constant time, and are
 * in no message. Bounded: derived keys by number, lines and sizes of chunked bodies.
 */
package io.millrace.access;
