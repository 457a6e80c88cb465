/**
 * The command line. Parsed before Quarkus starts, so that a command that needs no server never starts one; a command that
 * does sets host, port and data directory as configuration first. Errors a user can mend are one line on standard error and
 * exit code 1; a wrong command line is exit code 2.
 */
package io.millrace.command;
