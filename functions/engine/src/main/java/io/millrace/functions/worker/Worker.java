package io.millrace.functions.worker;

/** One process of a function, as the pool sees it. All calls on the loop. */
interface Worker {

    FunctionSpec spec();

    /** Hands an invocation to it; only after {@link Listener#idle}, once for each. It ends the invocation whatever happens. */
    void run(Invocation invocation);

    /** Kills it. What it runs ends with a failure. {@link Listener#ended} follows. */
    void stop();

    /** Told, on the loop, what becomes of workers. */
    interface Listener {
        /** It is initialised, or has finished what it ran, and waits for the next. */
        void idle(Worker worker);

        /** It could not be initialised, with the error as the API returns it and the end of its output; {@link #ended} follows. */
        void initFailed(Worker worker, byte[] error, byte[] tail);

        /** Its process is gone. Once for each worker, the last call about it. */
        void ended(Worker worker);
    }

    /** Starts workers. */
    interface Factory {
        /** Returns at once; what becomes of it, the listener is told later. */
        Worker start(FunctionSpec spec, Listener listener);
    }
}
