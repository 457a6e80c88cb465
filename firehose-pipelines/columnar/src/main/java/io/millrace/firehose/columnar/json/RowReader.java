package io.millrace.firehose.columnar.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.millrace.firehose.columnar.protocol.ConversionJob.JsonRules;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.orc.TypeDescription;

/** Reads the rows of a record: one JSON object, or several one after the other. */
public final class RowReader {

    private static final int NUMBER_CHARACTERS_MAX = 1_000;

    private final JsonFactory json = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNumberLength(NUMBER_CHARACTERS_MAX).maxStringLength(Integer.MAX_VALUE).build())
            .build();
    private final StructReader row;
    private final List<Object[]> rows = new ArrayList<>();

    public RowReader(TypeDescription schema, JsonRules rules) {
        this.row = StructReader.ofRow(schema, rules);
    }

    /**
     * All rows of a record, until the next call.
     *
     * @throws com.fasterxml.jackson.core.JsonProcessingException when it is not JSON
     * @throws Mismatch when it is JSON that does not fit the schema
     */
    public List<Object[]> read(byte[] buffer, int from, int length) throws IOException {
        rows.clear();
        try (JsonParser parser = json.createParser(buffer, from, length)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token != JsonToken.START_OBJECT) {
                    throw new Mismatch("Data does not match the schema. A record is one or more JSON objects, not " + token + ".");
                }
                rows.add((Object[]) row.read(parser));
            }
        }
        if (rows.isEmpty()) {
            throw new Mismatch("Data does not match the schema. The record is empty.");
        }
        return rows;
    }
}
