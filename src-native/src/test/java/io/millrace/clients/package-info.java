/**
 * AWS's own clients against the packaged server: nothing but the endpoint is changed for them, and what they need beside it is in the
 * environment. One server serves all these tests, so each uses names of its own.
 */
package io.millrace.clients;
