/**
 * An application with the server in it: a function over the batches of a stream, one that a client asks, and a channel from one stream to
 * another. {@code docs/compiled-in.md} tells how it is built and run.
 */
package io.millrace.examples.orchard;
