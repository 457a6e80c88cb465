package io.millrace.functions.catalog;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Lambda's runtimes that this server has. Which JDK runs the Java ones is the server's: one JDK runs code for its own release and all
 * earlier ones. The others bring a program of their own, {@code bootstrap}.
 */
public enum FunctionRuntime {
    JAVA8_AL2("java8.al2", 8), JAVA11("java11", 11), JAVA17("java17", 17), JAVA21("java21", 21), JAVA25("java25", 25),
    PROVIDED_AL2("provided.al2", 0), PROVIDED_AL2023("provided.al2023", 0);

    private final String wireName;
    private final int javaRelease;

    FunctionRuntime(String wireName, int javaRelease) {
        this.wireName = wireName;
        this.javaRelease = javaRelease;
    }

    /** As in Runtime. */
    public String wireName() {
        return wireName;
    }

    /** Whether a JDK runs it, as against a program in the archive. */
    public boolean isJava() {
        return javaRelease > 0;
    }

    /** The least release of Java that runs it; 0 when it needs none. */
    public int javaRelease() {
        return javaRelease;
    }

    public static Optional<FunctionRuntime> of(String wireName) {
        return Stream.of(values()).filter(runtime -> runtime.wireName.equals(wireName)).findFirst();
    }

    /** All names, as a message lists them. */
    public static String names() {
        return Stream.of(values()).map(FunctionRuntime::wireName).collect(Collectors.joining(", "));
    }
}
