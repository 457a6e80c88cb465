package io.millrace.firehose.transform;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A record becomes the records in it: JSON objects, one after the other or in one array, or what stands between delimiters. */
final class RecordDeAggregation implements Processor {

    private static final int SUB_RECORDS_MAX = 500;
    private static final JsonFactory JSON = new JsonFactory();

    private final Optional<byte[]> delimiter;
    private final FailedRecords failures;

    RecordDeAggregation(Optional<String> delimiter, FailedRecords failures) {
        this.delimiter = delimiter.map(text -> text.getBytes(StandardCharsets.ISO_8859_1));
        this.failures = failures;
    }

    @Override
    public void process(FirehoseRecord record, Results results) {
        try {
            List<byte[]> parts = delimiter.isPresent() ? between(record.data(), delimiter.get()) : objects(record.data());
            parts.forEach(part -> results.pass(record.withData(part)));
        } catch (TooMany e) {
            results.fail(failures.of(record, "RecordDeAggregation.TooManySubRecords", "A record has at most " + SUB_RECORDS_MAX + " sub-records"));
        } catch (IOException e) {
            results.fail(failures.of(record, "RecordDeAggregation.ParseError", "The record is not a sequence of JSON objects"));
        }
    }

    private static List<byte[]> between(byte[] data, byte[] delimiter) throws TooMany {
        List<byte[]> parts = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= data.length - delimiter.length; i++) {
            if (Arrays.equals(data, i, i + delimiter.length, delimiter, 0, delimiter.length)) {
                add(parts, data, start, i);
                start = i + delimiter.length;
                i = start - 1;
            }
        }
        add(parts, data, start, data.length);
        return parts;
    }

    private static List<byte[]> objects(byte[] data) throws IOException {
        List<byte[]> parts = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(data)) {
            boolean inArray = false;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.START_ARRAY && !inArray && parts.isEmpty()) {
                    inArray = true;
                } else if (token == JsonToken.END_ARRAY && inArray) {
                    inArray = false;
                } else if (token == JsonToken.START_OBJECT) {
                    int start = (int) parser.currentTokenLocation().getByteOffset();
                    parser.skipChildren();
                    add(parts, data, start, (int) parser.currentLocation().getByteOffset());
                } else {
                    throw new IOException("neither an object nor an array of objects");
                }
            }
        }
        return parts;
    }

    private static void add(List<byte[]> parts, byte[] data, int from, int to) throws TooMany {
        if (to == from) {
            return;
        }
        if (parts.size() == SUB_RECORDS_MAX) {
            throw new TooMany();
        }
        parts.add(Arrays.copyOfRange(data, from, to));
    }

    private static final class TooMany extends IOException {
        private static final long serialVersionUID = 1L;
    }
}
