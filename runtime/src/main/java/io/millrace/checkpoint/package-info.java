/** How far each consumer of a shard is; may lag behind after a crash, never leads. */
package io.millrace.checkpoint;
