package io.millrace.functions.compiled;

import io.millrace.functions.batch.InvocationContext;
import java.lang.reflect.Type;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** A method that is a function. */
public interface CompiledFunction {

    /** As clients name it. */
    String name();

    /** Class and method, {@code a.B::c}. */
    String handler();

    /** What it takes; empty: nothing. */
    Optional<Type> input();

    /**
     * Calls it on this thread. The stage gives what it returns, perhaps null, or fails with what it has thrown; it may complete later, on
     * any thread, where the function is asynchronous.
     *
     * @param input of the type {@link #input}; null when there is none
     */
    CompletionStage<Object> call(Object input, InvocationContext context);
}
