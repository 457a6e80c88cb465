/**
 * Where a delivery stream's records come from: puts, which are appended to its hidden stream before they are answered, or the shards
 * of a Kinesis stream. Either way a source is a shard that is read from a position on; how far its records' outcomes are logged is
 * the only thing that moves that position. Records of Kinesis streams that are KPL aggregates are taken apart here.
 */
package io.millrace.firehose.source;
