/**
 * What functions exist: {@link io.millrace.functions.catalog.FunctionRegistry} keeps them in the server's catalog, with Lambda's rules
 * for states and revisions. Knows nothing of HTTP or processes. Any thread; nothing blocks; a change is durable when its stage completes.
 */
package io.millrace.functions.catalog;
