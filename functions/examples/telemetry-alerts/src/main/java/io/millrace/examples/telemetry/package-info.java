/**
 * A Lambda function to copy from: it reads batches of a Kinesis stream, keeps rolling statistics, and puts alerts to another
 * stream. Nothing in it knows Millrace; the same jar runs on AWS Lambda.
 */
package io.millrace.examples.telemetry;
