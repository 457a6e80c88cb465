package io.millrace.crash;

/** A record seen somewhere: the id its producer gave it, and where it was. */
record Sighting(String id, Place place) {
}
