/**
 * Function archives: uploaded piece by piece, stored by their hash in the data directory, durable before anybody names them, and copied
 * to a read-only place outside of it for workers to run from. Everything here blocks; call from platform threads that are never
 * interrupted.
 */
package io.millrace.functions.code;
