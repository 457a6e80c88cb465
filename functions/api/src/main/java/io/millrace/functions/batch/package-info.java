/**
 * What functions compiled into the server may take and return beside types of their own: records as they are stored, and an answer that
 * names the ones that failed. No dependencies. Values are immutable and may be used by any thread, also after the function has returned.
 */
package io.millrace.functions.batch;
