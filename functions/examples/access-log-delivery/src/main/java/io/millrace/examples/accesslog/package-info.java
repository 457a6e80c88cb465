/** A transform function of a delivery stream: lines of an access log become JSON, with the partition they belong to. */
package io.millrace.examples.accesslog;
