/**
 * GetShardIterator and GetRecords. An iterator holds all it means; it expires after 300 s and dies with its stream. A reply's
 * memory is claimed before the store is read, for the most it can be, and shrunk to what it is.
 */
package io.millrace.kinesis.get;
