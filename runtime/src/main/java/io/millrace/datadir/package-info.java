/**
 * The directory everything durable lives in: its layout, its format version, and the lock that keeps two programs from
 * opening it at once. Nothing here is on a hot path; every method blocks.
 */
package io.millrace.datadir;
