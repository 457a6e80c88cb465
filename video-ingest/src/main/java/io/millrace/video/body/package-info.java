/**
 * {@code POST /putMedia}: a Matroska body without end comes in, acknowledgements go out while it does. Everything of a connection
 * happens on its event loop, which is never blocked: bytes are taken one buffer at a time, the next one only when the store has taken
 * what there was ({@link io.millrace.video.fragment.FragmentDraft#ready}), commits are under way only so many at a time, and the
 * client reads its acknowledgements. Bounded for each connection: one buffer of the network's, one part of a fragment and those on
 * their way to the disk, the document's head. The body counts as whole only at its regular end: a cluster of unknown size that is
 * open when the connection breaks is not kept.
 */
package io.millrace.video.body;
