package io.millrace.firehose.deliver;

import io.millrace.firehose.format.OutputFormat;
import io.millrace.firehose.prefix.ObjectNaming;
import java.time.Duration;
import java.util.Optional;

/**
 * One way out of a delivery stream: of its data, of its error records, or of its backup.
 *
 * @param recordsMax the most records of a parcel
 * @param bytesMax   the most bytes of records in a parcel, before the format; buffering hints may be smaller
 * @param retry      how long after the first failure a parcel is tried again; empty: until it is delivered
 */
public record Outlet(Destination destination, OutputFormat format, ObjectNaming naming, long recordsMax, long bytesMax, Optional<Duration> retry) {
}
