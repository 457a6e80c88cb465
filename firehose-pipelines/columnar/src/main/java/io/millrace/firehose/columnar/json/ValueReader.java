package io.millrace.firehose.columnar.json;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;

/** Reads the values of one type. The parser is at the value's first token, which is not null, and is left at its last. */
interface ValueReader {

    Object read(JsonParser parser) throws IOException;
}
