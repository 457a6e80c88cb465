/**
 * Processes that end when the server ends. Each child leads a session and process group of its own, is killed by the kernel when the
 * thread that spawned it ends, and is killed as a group. Pid and start time are on disk while it lives, so that what a dead server left
 * behind is found and killed at the next start. Linux, with util-linux's setsid and setpriv. Knows nothing of functions.
 */
package io.millrace.functions.process;
