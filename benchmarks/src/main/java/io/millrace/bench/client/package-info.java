/**
 * The load client: HTTP/1.1 on raw sockets, one thread for all connections, requests encoded once, replies read only as far as a check needs.
 * It shares the processor with the server it measures, so it must cost little. {@link io.millrace.bench.client.Control} is the slow, readable client for
 * the calls around a measurement.
 */
package io.millrace.bench.client;
