package io.millrace.functions.catalog;

import java.util.Optional;
import java.util.stream.Stream;

/** Lambda's runtimes for Java. Which JDK really runs is the server's: one JDK runs code for all of these releases. */
public enum JavaRuntime {
    JAVA8_AL2("java8.al2"), JAVA11("java11"), JAVA17("java17"), JAVA21("java21"), JAVA25("java25");

    private final String wireName;

    JavaRuntime(String wireName) {
        this.wireName = wireName;
    }

    /** As in Runtime. */
    public String wireName() {
        return wireName;
    }

    public static Optional<JavaRuntime> of(String wireName) {
        return Stream.of(values()).filter(runtime -> runtime.wireName.equals(wireName)).findFirst();
    }
}
