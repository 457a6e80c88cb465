/**
 * The server's side of the Lambda Runtime API (version 2018-06-01): one listener on loopback for all workers, each with an unguessable
 * path of its own. It knows who calls and hands on what is said; what it means is the worker's business. Calls come in on the listener's
 * event loop and are answered from any thread.
 */
package io.millrace.functions.runtimeapi;
