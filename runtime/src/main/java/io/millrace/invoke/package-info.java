/** The port through which triggers, pipelines and APIs run functions. */
package io.millrace.invoke;
