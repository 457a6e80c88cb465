/**
 * The JSON event with which AWS Lambda hands Kinesis records to a function, written from stored records straight into the
 * bytes of the payload. Shape: AWS Lambda Developer Guide, "Using Lambda to process records from Amazon Kinesis Data
 * Streams", and {@code KinesisEvent} of aws-lambda-java-events, with which a test reads it back. Pure; any thread.
 */
package io.millrace.kinesis.event;
