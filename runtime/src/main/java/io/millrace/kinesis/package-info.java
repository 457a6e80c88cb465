/** The Kinesis Data Streams API: wire calls to stream operations and back. */
package io.millrace.kinesis;
