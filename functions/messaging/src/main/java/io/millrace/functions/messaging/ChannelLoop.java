package io.millrace.functions.messaging;

import java.time.Duration;
import java.util.concurrent.Executor;

/** Runs a channel's steps one after the other, in the order they are given, on one thread. */
interface ChannelLoop extends Executor {

    /** Runs the step on the loop, later; a loop that has ended does not run it. */
    void after(Duration wait, Runnable step);
}
