package io.millrace.functions.code;

import java.nio.file.Path;
import java.util.List;

/**
 * A copy that workers may run from.
 *
 * @param taskRoot  LAMBDA_TASK_ROOT: what was in the archive, or the archive itself
 * @param classPath in order; empty where the archive is not Java
 */
public record RunnableCode(Path taskRoot, List<Path> classPath) {

    private static final String BOOTSTRAP = "bootstrap";

    public RunnableCode {
        classPath = List.copyOf(classPath);
    }

    /** The program that a provided runtime starts; it need not be there. */
    public Path bootstrap() {
        return taskRoot.resolve(BOOTSTRAP);
    }
}
