/**
 * What the machine can do at best, for the figures to be compared to: HTTP sinks, each in a process of its own, and bare file input and output.
 */
package io.millrace.bench.ceiling;
