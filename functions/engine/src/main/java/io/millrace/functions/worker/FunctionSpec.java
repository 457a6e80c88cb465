package io.millrace.functions.worker;

import io.millrace.functions.catalog.CodeReference;
import io.millrace.functions.catalog.Configuration;
import io.millrace.functions.catalog.Function;
import io.millrace.functions.code.Layout;

/** One generation of a function: all that workers of it depend on. */
public record FunctionSpec(String name, String arn, long creationId, int generation, Configuration configuration, CodeReference code) {

    public static FunctionSpec of(Function function, String arn) {
        return new FunctionSpec(function.name(), arn, function.creationId(), function.generation(), function.configuration(), function.code());
    }

    /** Whether this one replaces the other, which has the same name. */
    boolean isNewerThan(FunctionSpec other) {
        return creationId != other.creationId ? creationId > other.creationId : generation > other.generation;
    }

    Layout layout() {
        return layout(configuration);
    }

    static Layout layout(Configuration configuration) {
        return configuration.runtime().isJava() ? Layout.CLASS_PATH : Layout.FILES;
    }

    long memoryBytes() {
        return configuration.memoryMebibytes() * 1024L * 1024;
    }
}
