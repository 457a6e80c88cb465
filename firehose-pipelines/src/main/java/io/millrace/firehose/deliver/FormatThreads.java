package io.millrace.firehose.deliver;

import java.util.concurrent.Executor;

/**
 * Platform threads that make parcels, two bounded pools: objects in columns wait for one of few workers, and what needs none must not wait
 * behind them.
 *
 * @param rows    for what is made here
 * @param columns for objects of data that a format worker makes; as many threads as there are workers
 */
public record FormatThreads(Executor rows, Executor columns) {
}
