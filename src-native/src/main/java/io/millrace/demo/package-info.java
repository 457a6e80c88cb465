/**
 * The demonstration: a server of its own, and around it a client that does what a user would do, through the real APIs over
 * HTTP: makes streams, deploys the example function, puts this machine's readings or a file's lines, reads the alerts. Only
 * the figures on the screen come from inside, from the server's metrics.
 *
 * <p>And the rehearsal, which is no show: a server that makes a few calls to itself and stops, for the JVM to record what a start needs.
 */
package io.millrace.demo;
