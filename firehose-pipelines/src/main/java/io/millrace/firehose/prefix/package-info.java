/** Names of objects: prefixes with expressions, and what follows them. Pure but for the random strings, which a manifest keeps. */
package io.millrace.firehose.prefix;
