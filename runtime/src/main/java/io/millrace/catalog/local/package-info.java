/**
 * The catalog of one machine. Its truth is a journal of changes, forced in groups by one writer; a MapDB file beside it is
 * the image that is read, and can be deleted at any time. The image is trusted at start only if a clean stop stamped it with
 * the last change, its length and its checksum. It is opened behind the start, which does not wait for it: until then the
 * truth in memory answers. One thread writes; another calls followers and completes callers.
 */
package io.millrace.catalog.local;
