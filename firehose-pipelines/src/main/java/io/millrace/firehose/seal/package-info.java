/**
 * Encryption of what delivery streams keep here: AES-256-GCM with keys from local files, which stand for KMS keys. Records are sealed
 * one by one before they are appended to the hidden stream; spools and objects in chunks. A wrong key, a changed bit or a missing
 * end fails the reading. Any thread; readers and writers of files are one thread's.
 */
package io.millrace.firehose.seal;
