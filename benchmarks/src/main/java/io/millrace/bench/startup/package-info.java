/**
 * Start-up: how long a program takes from the start of its process to its first answer, and what memory it then needs. The client runs
 * before the process does and tries to connect every half millisecond. Everything on the calling thread.
 */
package io.millrace.bench.startup;
