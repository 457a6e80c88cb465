/**
 * Which delivery streams there are: catalog entries of kind {@code delivery-stream}, kept by name. One exists from the moment its
 * entry is durable. Its room in the record store, a hidden stream of two shards under its creation id (0: what was put, 1: what
 * became of it), is made before and removed after. Reads are from memory, any thread; changes complete on the catalog's thread.
 */
package io.millrace.firehose.registry;
