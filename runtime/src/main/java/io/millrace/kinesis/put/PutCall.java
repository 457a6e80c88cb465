package io.millrace.kinesis.put;

import io.millrace.kinesis.SequenceNumber;
import io.millrace.kinesis.StreamReference;
import java.util.Optional;

/** A parsed PutRecord (one entry) or PutRecords. */
record PutCall(StreamReference stream, PutEntries entries, Optional<SequenceNumber> ordering) {
}
