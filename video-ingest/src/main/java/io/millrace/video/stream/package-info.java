/**
 * Which video streams there are: their entries in the catalog and the room their fragments have. Looking up is for any thread and
 * shows only what is durable. A stream has a creation id: a namesake made later is another stream. Failures are
 * {@link io.millrace.video.stream.StreamRefusal}s, the store's and the catalog's.
 */
package io.millrace.video.stream;
