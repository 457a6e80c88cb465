package io.millrace.firehose.deliver;

import io.millrace.firehose.buffer.PositionSet;
import io.millrace.firehose.buffer.SpoolKey;
import java.util.Optional;

/**
 * What a parcel is, for ever: durable before its first upload.
 *
 * @param number                from 1, greater for every later one of the delivery stream
 * @param name                  the object's key, or the request id
 * @param lengthBytes           of the parcel
 * @param rawBytes              of the records in it
 * @param objectFile            the parcel's bytes, in the spool directory
 * @param spoolFile             the records, kept where they may have to be backed up
 * @param holdsFrom             the log is kept from here until there is a receipt
 * @param key                   what its spool's records had in common
 * @param positions             the outcomes this manifest answers for: they never come into another spool
 */
public record Manifest(long number, Channel channel, String name, long records, long lengthBytes, long rawBytes, String objectFile,
        Optional<String> spoolFile, long createdAtMillis, long oldestArrivedAtMillis, long holdsFrom, SpoolKey key, PositionSet positions) {
}
