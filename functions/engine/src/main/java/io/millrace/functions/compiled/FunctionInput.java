package io.millrace.functions.compiled;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.millrace.functions.batch.BatchRecord;
import io.millrace.functions.batch.StreamBatch;
import io.millrace.invoke.RecordsEvent;
import java.io.IOException;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * How an event becomes what a function takes. A list's elements come from the records of a stream, each record's data as JSON, as text or
 * as it is; a client may also give a JSON array of them. Any other type comes from the event as a whole.
 */
sealed interface FunctionInput {

    /** From what a client has sent, JSON. */
    Object of(byte[] payload) throws IOException;

    /** From records of a stream. */
    Object of(RecordsEvent event) throws IOException;

    /** @throws IllegalArgumentException when there is no way to such a type */
    static FunctionInput of(Optional<Type> type, ObjectMapper mapper) {
        if (type.isEmpty()) {
            return new Nothing();
        }
        JavaType input = mapper.constructType(type.get());
        if (input.hasRawClass(StreamBatch.class)) {
            return new Batch(mapper);
        }
        if (input.isTypeOrSubTypeOf(Collection.class)) {
            if (!input.getRawClass().isAssignableFrom(ArrayList.class)) {
                throw new IllegalArgumentException("a batch is a java.util.List, not " + type.get().getTypeName());
            }
            return new Elements(mapper, input, Element.of(input.getContentType(), mapper));
        }
        return new Whole(mapper.readerFor(input), input);
    }

    /** A function without a parameter. */
    record Nothing() implements FunctionInput {
        @Override
        public Object of(byte[] payload) {
            return null;
        }

        @Override
        public Object of(RecordsEvent event) {
            return null;
        }
    }

    /** The event itself. */
    record Whole(ObjectReader reader, JavaType type) implements FunctionInput {
        @Override
        public Object of(byte[] payload) throws IOException {
            if (type.hasRawClass(byte[].class)) {
                return payload;
            }
            if (type.hasRawClass(String.class) && (payload.length == 0 || payload[0] != '"')) {
                return new String(payload, StandardCharsets.UTF_8);
            }
            return reader.readValue(payload);
        }

        @Override
        public Object of(RecordsEvent event) throws IOException {
            return of(event.json());
        }
    }

    /** Records with their stream and shard. */
    record Batch(ObjectMapper mapper) implements FunctionInput {
        @Override
        public Object of(byte[] payload) throws IOException {
            JsonNode root = mapper.readTree(payload);
            return new StreamBatch(EventRecord.streamArn(root), EventRecord.shardId(root), EventRecord.all(root));
        }

        @Override
        public Object of(RecordsEvent event) {
            return new StreamBatch(event.streamArn(), event.shard().wire(), StoredRecord.all(event));
        }
    }

    /** What each record gives. */
    record Elements(ObjectMapper mapper, JavaType list, Element element) implements FunctionInput {
        @Override
        public Object of(byte[] payload) throws IOException {
            JsonNode root = mapper.readTree(payload);
            return root.isArray() && !element.isRecord() ? mapper.readerFor(list).readValue(root) : elements(EventRecord.all(root));
        }

        @Override
        public Object of(RecordsEvent event) throws IOException {
            return elements(StoredRecord.all(event));
        }

        private List<Object> elements(List<BatchRecord> records) throws IOException {
            List<Object> elements = new ArrayList<>(records.size());
            for (BatchRecord record : records) {
                elements.add(element.of(record));
            }
            return elements;
        }
    }
}
