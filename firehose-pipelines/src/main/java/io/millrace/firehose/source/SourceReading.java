package io.millrace.firehose.source;

import io.millrace.firehose.transform.FirehoseRecord;
import io.millrace.stream.Position;
import io.millrace.stream.StreamRecord;
import java.util.List;

/** How a source's stored record becomes the records that are processed: one, or those of a KPL aggregate. */
public interface SourceReading {

    /** Throws a runtime exception for a record that cannot be read, for instance for want of its key: it is tried again later. */
    List<FirehoseRecord> read(StreamRecord stored);

    /** A source record with what it holds. */
    record Item(StreamRecord stored, List<FirehoseRecord> records) {

        public Position position() {
            return stored.position();
        }
    }
}
