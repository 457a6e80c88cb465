/** Who this server is in the eyes of a client: account, region, ARNs. */
package io.millrace.identity;
