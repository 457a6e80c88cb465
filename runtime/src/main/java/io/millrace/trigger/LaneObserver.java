package io.millrace.trigger;

/** Told what a lane does, on the lane's thread; returns at once. */
interface LaneObserver {

    /** The lane has come from one phase into another. */
    void moved(LaneCore.Phase before, LaneCore.Phase now);

    /** Before the action is carried out; not told of sleeping and reading. */
    void acted(LaneAction action);
}
