package io.millrace.firehose.buffer;

/**
 * A spool that takes no more records.
 *
 * @param file                  its name in the spool directory
 * @param bytes                 of records
 * @param holdsFrom             the log must be kept from here until its records are delivered
 * @param oldestArrivedAtMillis arrival of its oldest record
 */
public record SealedSpool(SpoolKey key, String file, long records, long bytes, PositionSet positions, long holdsFrom, long oldestArrivedAtMillis) {
}
