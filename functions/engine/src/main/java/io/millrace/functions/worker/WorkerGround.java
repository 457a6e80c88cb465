package io.millrace.functions.worker;

import io.millrace.clock.Clock;
import io.millrace.functions.code.CodeCopies;
import io.millrace.functions.process.Spawner;
import io.millrace.functions.runtimeapi.RuntimeApi;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * What all workers stand on.
 *
 * @param files   runs what blocks on files
 * @param scratch the directory beneath which each worker gets one of its own
 * @param initMax how long a worker may take from its start to its first call for an invocation
 */
record WorkerGround(EngineLoop loop, Clock clock, Spawner spawner, RuntimeApi runtimeApi, CodeCopies copies, WorkerCommand command,
        OutputCollector outputs, UserRange users, Executor files, Path scratch, Duration initMax, FunctionMetrics metrics) {
}
