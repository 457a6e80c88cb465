/**
 * Operations on streams as a whole: create, describe, list, delete, tags, retention. They change the registry, which answers
 * when the change is durable; a stream is ACTIVE from then on.
 */
package io.millrace.kinesis.stream;
