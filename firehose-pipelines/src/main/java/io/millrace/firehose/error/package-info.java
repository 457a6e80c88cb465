/** What records become that could not be processed, converted or delivered: the service's error records, and the prefix types they go under. */
package io.millrace.firehose.error;
