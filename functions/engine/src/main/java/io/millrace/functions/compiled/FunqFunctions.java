package io.millrace.functions.compiled;

import io.millrace.functions.batch.InvocationContext;
import io.quarkus.arc.Arc;
import io.quarkus.arc.InjectableContext;
import io.quarkus.arc.ManagedContext;
import io.quarkus.funqy.runtime.FunctionConstructor;
import io.quarkus.funqy.runtime.FunctionInvoker;
import io.quarkus.funqy.runtime.FunctionRecorder;
import io.quarkus.funqy.runtime.FunqyServerRequest;
import io.quarkus.funqy.runtime.FunqyServerResponse;
import io.quarkus.funqy.runtime.RequestContext;
import io.quarkus.funqy.runtime.RequestContextImpl;
import io.smallrye.mutiny.Uni;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** The functions that Funqy's extension has recorded when the application was built. */
public final class FunqFunctions {

    private FunqFunctions() {
    }

    /** All of them, any order; in a running application. */
    public static List<CompiledFunction> all() {
        if (FunctionRecorder.registry == null) {
            return List.of();
        }
        FunctionConstructor.CONTAINER = new FunctionBeans();
        return FunctionRecorder.registry.invokers().stream().map(invoker -> (CompiledFunction) new Funq(invoker)).toList();
    }

    private record Funq(FunctionInvoker invoker) implements CompiledFunction {
        @Override
        public String name() {
            return invoker.getName();
        }

        @Override
        public String handler() {
            return invoker.getTargetClass().getName() + "::" + invoker.getMethod().getName();
        }

        @Override
        public Optional<Type> input() {
            return invoker.hasInput() ? Optional.of(invoker.getInputType()) : Optional.empty();
        }

        /** In a CDI request context of its own, which ends with the function's answer. */
        @Override
        public CompletionStage<Object> call(Object input, InvocationContext context) {
            ManagedContext requests = Arc.container().requestContext();
            requests.activate();
            InjectableContext.ContextState state = requests.getState();
            Call call = new Call(input, context);
            CompletableFuture<Object> answer = new CompletableFuture<>();
            try {
                invoker.invoke(call, call);
                call.output.subscribe().with(answer::complete, failure -> answer.completeExceptionally(cause(failure)));
            } catch (RuntimeException failure) {
                answer.completeExceptionally(cause(failure));
            } finally {
                requests.deactivate();
            }
            return answer.whenComplete((value, failure) -> requests.destroy(state));
        }
    }

    /** What the function itself has thrown; Funqy wraps it. */
    private static Throwable cause(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && (cause.getClass().getName().startsWith("io.quarkus.funqy.") || cause instanceof InvocationTargetException
                || cause instanceof CompletionException)) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** One call, as Funqy asks for its input and gives its output. */
    private static final class Call implements FunqyServerRequest, FunqyServerResponse {
        private final Object input;
        private final RequestContext context = new RequestContextImpl();
        private Uni<?> output = Uni.createFrom().nullItem();

        private Call(Object input, InvocationContext invocation) {
            this.input = input;
            context.setContextData(InvocationContext.class, invocation);
        }

        @Override
        public RequestContext context() {
            return context;
        }

        @Override
        @SuppressWarnings("rawtypes")
        public Object extractInput(Class inputClass) {
            return input;
        }

        @Override
        public Uni<?> getOutput() {
            return output;
        }

        @Override
        public void setOutput(Uni<?> newOutput) {
            output = newOutput == null ? Uni.createFrom().nullItem() : newOutput;
        }
    }
}
