/** AWS's rates per shard, for those who want them. In memory only, any thread. */
package io.millrace.kinesis.rate;
