/**
 * The server's end of the format workers: JSON to Parquet and ORC is made in JVM processes beside the server, so that neither their memory nor
 * their libraries are the server's, which may be native. A worker makes one object at a time, is kept for the next, and is started anew after any
 * failure. Blocks; platform threads.
 */
package io.millrace.firehose.format.columnar;
