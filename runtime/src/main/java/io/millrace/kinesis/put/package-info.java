/**
 * PutRecord and PutRecords. A body is indexed in one pass: where each key and blob lies. Once the stream is known, each record
 * goes straight from the body into its shard's batch, in the bytes it is stored as. An answer is given only when the store
 * says that the records are durable. Nothing is appended of a call that is refused.
 */
package io.millrace.kinesis.put;
