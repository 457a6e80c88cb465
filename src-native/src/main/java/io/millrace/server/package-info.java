/**
 * The assembly: makes the rooms of the house in order, opens the port when they are ready, and stops them in reverse. The
 * only package that knows them all; nothing depends on it but the command line.
 */
package io.millrace.server;
