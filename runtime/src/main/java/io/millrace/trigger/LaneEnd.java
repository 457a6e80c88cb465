package io.millrace.trigger;

/** Why a lane is over. */
enum LaneEnd {
    /** It was asked to stop and has finished what was under way. */
    STOPPED,
    /** It was told not to wait for the invocation under way. */
    ABANDONED,
    /** The shard is closed and all of it is finished. */
    DRAINED,
    /** The shard's stream is deleted. */
    STREAM_GONE,
    /** The record store is stopping. */
    STORE_CLOSED,
    /** A fault in the lane itself. */
    BROKEN
}
