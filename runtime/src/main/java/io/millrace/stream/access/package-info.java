/**
 * The server's streams for code in its own process, such as a messaging connector: what a client reaches over the wire, without the wire,
 * and told when it may begin and when it must end. {@link io.millrace.stream.access.StreamAccess} is one for each server; any thread.
 */
package io.millrace.stream.access;
