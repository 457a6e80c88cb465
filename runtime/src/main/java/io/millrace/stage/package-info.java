/** What completion stages leave to their users: telling a failure from its wrapping. */
package io.millrace.stage;
