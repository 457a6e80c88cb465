/**
 * Which streams there are: catalog entries of kind {@code stream}, kept by name, with their data in the record store. A stream
 * exists from the moment its catalog change is durable; room in the store is made before and removed after, so that what a
 * crash leaves half-made is only room, which the store removes when it opens with {@link io.millrace.stream.registry.StreamRegistry#known}.
 * Reads are from memory, any thread. Changes may be asked for on any thread and complete on the catalog's.
 */
package io.millrace.stream.registry;
