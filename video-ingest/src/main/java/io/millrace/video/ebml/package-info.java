/**
 * The structure of Matroska, as far as video streams have need of it. Knows no streams, no store, no HTTP; nothing here waits
 * or starts a thread, and all objects belong to one thread at a time. {@link io.millrace.video.ebml.EbmlParser} takes bytes in any
 * cut and holds at most one small value; {@link io.millrace.video.ebml.ClusterReader} does the same with a stored fragment's bytes and
 * gives its frames. Source: RFC 8794 (EBML), RFC 9559 (Matroska). Bounded: {@link io.millrace.video.ebml.EbmlLimits}.
 */
package io.millrace.video.ebml;
