package io.millrace.firehose.columnar.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.io.StringWriter;

/** A structure of JSON as text. */
final class JsonCopy {

    private static final JsonFactory JSON = new JsonFactory();

    private JsonCopy() {
    }

    static String of(JsonParser parser) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator copy = JSON.createGenerator(text)) {
            copy.copyCurrentStructureExact(parser);
        }
        return text.toString();
    }
}
