/**
 * From Matroska's structure to fragments: the service's rules on what may be one. Belongs to one connection and its thread; knows no
 * HTTP. A tag belongs to the cluster that follows it; tags behind the last cluster belong to none and are not kept. Of a cluster
 * nothing is held but the part that {@link io.millrace.video.fragment.FragmentDraft} collects; of the document before it, what
 * {@link io.millrace.video.ingest.IngestLimits#headBytesMax} allows.
 */
package io.millrace.video.ingest;
