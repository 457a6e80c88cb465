/**
 * The server's certificate for TLS: the operator's, from PEM files, or one that it makes for itself at its first start and keeps in its
 * data directory ({@link io.millrace.access.certificate.ServerCertificate}). Plain values and files; a private key is in no message.
 */
package io.millrace.access.certificate;
