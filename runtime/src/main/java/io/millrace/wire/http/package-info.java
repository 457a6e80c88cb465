/**
 * Calls by {@code X-Amz-Target}: {@link io.millrace.wire.http.WireHandler} takes a request, claims its bytes from a
 * {@link io.millrace.wire.http.ByteBudget} before it reads the body, lets the operation's parser and execution work, and
 * writes the reply or the fault. An API is a table of operations ({@link io.millrace.wire.http.WireApi}); it adds no plumbing.
 * Event loops are never blocked: bodies and replies of more than 64 KiB are parsed and written on a small pool. Bounded: bodies by their
 * operation's limit, memory by the budgets, waiting by time and number. Also here: {@link io.millrace.wire.http.OriginGuard},
 * which keeps browsers out of a server without access keys.
 */
package io.millrace.wire.http;
