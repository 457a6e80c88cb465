package io.millrace.functions.compiled;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.millrace.functions.batch.BatchRecord;
import java.io.IOException;

/** How a record becomes what the application takes. */
public interface Element {

    /** Fails, naming the record and none of its data, when it cannot be read. */
    Object of(BatchRecord record) throws IOException;

    /** Whether it is the record itself, which no JSON value can stand for. */
    default boolean isRecord() {
        return false;
    }

    /** The record itself, its bytes, its text, or what its data is as JSON of this type. */
    static Element of(JavaType type, ObjectMapper mapper) {
        if (type.hasRawClass(BatchRecord.class)) {
            return new Itself();
        }
        if (type.hasRawClass(byte[].class)) {
            return BatchRecord::bytes;
        }
        if (type.hasRawClass(String.class)) {
            return BatchRecord::text;
        }
        return new Json(mapper.readerFor(type));
    }

    /** The record. */
    record Itself() implements Element {
        @Override
        public Object of(BatchRecord record) {
            return record;
        }

        @Override
        public boolean isRecord() {
            return true;
        }
    }

    /** Its data as JSON, read where it is. */
    record Json(ObjectReader reader) implements Element {
        @Override
        public Object of(BatchRecord record) throws IOException {
            try {
                return reader.readValue(new BufferInput(record.data()));
            } catch (JsonProcessingException malformed) {
                throw new UnreadableRecord(record.sequenceNumber(), malformed);
            }
        }
    }
}
