/**
 * The port to the file system and its real implementation. Its twin in the tests forgets and reorders unsynced writes at
 * a simulated power cut, and fails on demand. Nothing outside this package opens a file of the data directory for writing,
 * except MapDB images, which can be rebuilt.
 */
package io.millrace.disk;
