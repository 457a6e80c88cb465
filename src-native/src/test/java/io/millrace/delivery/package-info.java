/**
 * Delivery streams on the packaged server: what they accept arrives, whatever becomes of the server or of the destination; and real data
 * through them, compared with what other programs make of the raw files.
 */
package io.millrace.delivery;
