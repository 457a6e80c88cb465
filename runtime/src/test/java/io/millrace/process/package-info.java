/**
 * The packaged server as a child process: started, waited for, measured and killed. For system tests and benchmarks, which meet Millrace
 * only as its users do: over HTTP, by signals and through {@code /proc} (Linux only); and the store it delivers to. Nothing here knows a class of
 * the server.
 * Everything may be called from any thread; waits are for conditions and have a bound.
 */
package io.millrace.process;
