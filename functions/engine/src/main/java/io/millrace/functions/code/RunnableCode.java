package io.millrace.functions.code;

import java.nio.file.Path;
import java.util.List;

/**
 * A copy that workers may run from.
 *
 * @param taskRoot  LAMBDA_TASK_ROOT: what was in the archive, or the archive itself
 * @param classPath in order
 */
public record RunnableCode(Path taskRoot, List<Path> classPath) {

    public RunnableCode {
        classPath = List.copyOf(classPath);
    }
}
