/**
 * The catalog of one machine. Its truth is a journal of changes, forced in groups by one writer; a MapDB file beside it is
 * the image that is read, and can be deleted at any time. The image is trusted only if a clean stop stamped it with the last
 * change, its length and its checksum. Opening it takes longer than all else at a start, so the first change does: until then
 * the truth in memory answers, and the file stays as it was stamped. One thread writes; another calls followers and completes
 * callers.
 */
package io.millrace.catalog.local;
