/**
 * JQ 1.6 as the metadata extraction of the service has it: jackson-jq, and the functions of dates that it lacks. Local time is UTC and the
 * environment is empty: a query gives the same wherever the server runs. Pure; thread safe.
 */
package io.millrace.firehose.transform.jq;
