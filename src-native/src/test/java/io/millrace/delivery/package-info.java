/** Real data through delivery streams of the packaged server, compared with what other programs make of the raw files. */
package io.millrace.delivery;
