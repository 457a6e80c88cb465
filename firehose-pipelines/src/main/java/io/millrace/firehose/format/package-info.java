/**
 * Records become the bytes of one object. A format streams: what it holds in memory does not grow with the object, but for a
 * columnar writer's row group, of which the engine opens few at a time.
 */
package io.millrace.firehose.format;
