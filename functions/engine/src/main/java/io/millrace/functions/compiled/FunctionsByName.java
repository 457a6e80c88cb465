package io.millrace.functions.compiled;

import io.millrace.invoke.Invoker;
import io.millrace.invoke.Outcome;
import io.millrace.invoke.RecordsEvent;
import java.util.concurrent.CompletionStage;

/** All functions of the server: a name that is compiled in means that function, any other a deployed one. */
public record FunctionsByName(CompiledFunctions compiled, Invoker deployed) implements Invoker {

    private Invoker of(String functionName) {
        return compiled.isInvocable(functionName) ? compiled : deployed;
    }

    @Override
    public boolean isInvocable(String functionName) {
        return of(functionName).isInvocable(functionName);
    }

    @Override
    public String executionRole(String functionName) {
        return of(functionName).executionRole(functionName);
    }

    @Override
    public CompletionStage<Outcome> invoke(String functionName, byte[] payload, String fairness) {
        return of(functionName).invoke(functionName, payload, fairness);
    }

    @Override
    public CompletionStage<Outcome> invoke(String functionName, RecordsEvent event, String fairness) {
        return of(functionName).invoke(functionName, event, fairness);
    }
}
