/**
 * The part of AWS Glue's Data Catalog that format conversion needs: databases, tables and their versions over
 * {@link io.millrace.firehose.schema.TableFiles}, which hold all there is. {@link io.millrace.firehose.schema.api.GlueApi} is the table of its
 * operations; faults are in {@link io.millrace.firehose.schema.api.GlueFault}, limits in
 * {@link io.millrace.firehose.schema.api.GlueLimits}. What is not built is refused by name. Calls are parsed on the caller's thread and done
 * one after the other on one thread of its own, which starts with the first of them; a change is durable before its answer.
 */
package io.millrace.firehose.schema.api;
