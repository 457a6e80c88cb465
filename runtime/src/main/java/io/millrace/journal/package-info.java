/**
 * A small log of typed frames that catalog and checkpoints share. One generation is one file: a snapshot, then changes. A
 * new generation is written beside the old one, forced, renamed into place, its directory synced, and only then the old one
 * goes. A file on which a write or force failed is never written again: the next generation starts from what was durable. Every start begins a new generation.
 * One thread at a time; every method blocks. Knows nothing of what the frames mean.
 */
package io.millrace.journal;
