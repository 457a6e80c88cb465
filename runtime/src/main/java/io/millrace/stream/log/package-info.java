/**
 * Records on the block log: the local {@link io.millrace.stream.RecordStore}. Callers may be on any thread; nothing here
 * makes them wait. Positions come from the log, arrival times from the clock when a block is written. Durable: appends and
 * trims, when their stages complete. Bounded: what waits for the disk, the tail in memory, one slice per request.
 */
package io.millrace.stream.log;
