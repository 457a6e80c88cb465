/**
 * The benchmarks: the packaged server as a child process, driven over the loopback by a load client of our own, each figure beside ceilings
 * measured in the same run on the same machine. Ratios decide; absolute figures describe the machine. Nothing is kept: figures are printed
 * as a table and, one a line, as JSON.
 */
package io.millrace.bench;
