package io.millrace.functions.api;

import io.millrace.functions.catalog.Function;
import io.millrace.functions.compiled.CompiledFunction;

/** A function that clients can name. */
sealed interface KnownFunction {

    String name();

    /** One that was created by a client. */
    record Deployed(Function function) implements KnownFunction {
        @Override
        public String name() {
            return function.name();
        }
    }

    /** One that is part of the program; a deployed one of the same name, if there is any, is not seen. */
    record CompiledIn(CompiledFunction function) implements KnownFunction {
        @Override
        public String name() {
            return function.name();
        }
    }
}
