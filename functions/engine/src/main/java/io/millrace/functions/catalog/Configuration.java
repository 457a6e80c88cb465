package io.millrace.functions.catalog;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a function is run, as its owner set it.
 *
 * @param handler             class and method, as the runtime understands it
 * @param role                an ARN, kept and shown, never used
 * @param memoryMebibytes     {@value #MEMORY_LEAST} to {@value #MEMORY_MOST}
 * @param timeoutSeconds      1 to {@value #TIMEOUT_MOST}
 * @param environment         at most {@value #ENVIRONMENT_BYTES_MAX} bytes of names and values
 * @param architecture        {@code x86_64} or {@code arm64}, kept and shown: code runs on this machine's
 * @param storageMebibytes    of EphemeralStorage, kept and shown
 */
public record Configuration(FunctionRuntime runtime, String handler, String role, String description, int memoryMebibytes, int timeoutSeconds,
        Map<String, String> environment, String architecture, int storageMebibytes) {

    public static final int MEMORY_LEAST = 128, MEMORY_MOST = 10_240, MEMORY_DEFAULT = 128;
    public static final int TIMEOUT_MOST = 900, TIMEOUT_DEFAULT = 3;
    public static final int ENVIRONMENT_BYTES_MAX = 4096;
    public static final int STORAGE_DEFAULT = 512;

    public Configuration {
        environment = Collections.unmodifiableMap(new TreeMap<>(environment));
        if (memoryMebibytes < MEMORY_LEAST || memoryMebibytes > MEMORY_MOST) {
            throw new IllegalArgumentException("memory of " + memoryMebibytes + " MB");
        }
        if (timeoutSeconds < 1 || timeoutSeconds > TIMEOUT_MOST) {
            throw new IllegalArgumentException("timeout of " + timeoutSeconds + " s");
        }
    }

    public Configuration withArchitecture(String newArchitecture) {
        return new Configuration(runtime, handler, role, description, memoryMebibytes, timeoutSeconds, environment, newArchitecture,
                storageMebibytes);
    }
}
