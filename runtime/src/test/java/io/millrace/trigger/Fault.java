package io.millrace.trigger;

/** Faults planted into the simulated world to see that its oracle notices them. */
enum Fault {
    NONE,
    /** A checkpoint is put when the batch goes out, not when its outcome is there. */
    CHECKPOINT_BEFORE_OUTCOME,
    /** The first record behind the checkpoint is passed over when a lane starts. */
    SKIP_AT_START,
    /** A slice's records come in the wrong order. */
    WRONG_ORDER,
    /** A slice lacks its last record. */
    LOST_RECORD
}
