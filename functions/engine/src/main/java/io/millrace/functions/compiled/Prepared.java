package io.millrace.functions.compiled;

/**
 * A function ready to be called.
 *
 * @param input how its events become what it takes
 */
record Prepared(CompiledFunction function, FunctionInput input) {

    String name() {
        return function.name();
    }
}
