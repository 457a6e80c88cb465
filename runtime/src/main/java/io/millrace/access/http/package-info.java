/**
 * What stands in front of all routes when there are access keys: {@link io.millrace.access.http.AccessGate}. It verifies a request's
 * head before anything else is done with it. Calls on {@code POST /} then go on with a proof that the wire asks for when it has the
 * body. For all other paths the gate takes in the body itself, verifies it, and only then lets the request go on to its route, which
 * reads the body as if it came just now; routes need to know nothing of it. Two kinds of paths are different, by their
 * {@link io.millrace.access.PathRule}: those whose body is a stream, which is left alone, and open ones.
 *
 * <p>Also here: {@link io.millrace.access.http.CallerIdentity}, which tells a caller his account.
 *
 * <p>On event loops; what is more than 64 KiB is hashed and written to a file, already deleted, on worker threads. Bounded: bodies that
 * are not verified yet have a share of memory and one of the disk, first come first served, for a limited time.
 */
package io.millrace.access.http;
