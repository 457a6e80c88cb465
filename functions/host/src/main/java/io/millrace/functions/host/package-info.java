/**
 * What a worker process has on its class path beside the function: AWS's Java runtime interface client and what it needs, carried as
 * resources, so that they are there in every form in which the server is packaged, yet never on the server's own class path.
 */
package io.millrace.functions.host;
