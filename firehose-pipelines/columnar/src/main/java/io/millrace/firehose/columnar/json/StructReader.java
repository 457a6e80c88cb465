package io.millrace.firehose.columnar.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.firehose.columnar.protocol.ConversionJob.JsonRules;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.orc.TypeDescription;

/** A JSON object as the fields of a struct. Keys that no field has are skipped; fields without a key are null; of a key given twice the last counts. */
final class StructReader implements ValueReader {

    private final JsonRules rules;
    private final Map<String, Integer> fieldOfKey = new HashMap<>();
    /** Found once: keys repeat from record to record. Bounded, as they need not. */
    private final Map<String, Integer> seen = new HashMap<>();
    private final ValueReader[] readers;
    private static final int SEEN_MAX = 1_000, UNKNOWN = -1;

    private StructReader(TypeDescription type, JsonRules rules, Map<String, String> keyOfField) {
        this.rules = rules;
        List<String> names = type.getFieldNames();
        this.readers = new ValueReader[names.size()];
        for (int i = 0; i < readers.length; i++) {
            readers[i] = ValueReaders.of(type.getChildren().get(i), rules);
            fieldOfKey.put(normalized(keyOfField.getOrDefault(names.get(i), names.get(i))), i);
        }
    }

    static StructReader ofRow(TypeDescription type, JsonRules rules) {
        return new StructReader(type, rules, rules.keyOfColumn());
    }

    static StructReader of(TypeDescription type, JsonRules rules) {
        return new StructReader(type, rules, Map.of());
    }

    @Override
    public Object read(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new Mismatch("Data does not match the schema. " + parser.currentToken() + " where an object is expected.");
        }
        Object[] values = new Object[readers.length];
        for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
            JsonToken token = parser.nextToken();
            int field = fieldOf(key);
            if (field == UNKNOWN) {
                parser.skipChildren();
            } else {
                values[field] = token == JsonToken.VALUE_NULL ? null : read(parser, key, readers[field]);
            }
        }
        return values;
    }

    private static Object read(JsonParser parser, String key, ValueReader reader) throws IOException {
        try {
            return reader.read(parser);
        } catch (Mismatch e) {
            throw e.getMessage().contains(" Key ") ? e : new Mismatch(e.getMessage() + " Key " + key + ".");
        }
    }

    private int fieldOf(String key) {
        Integer known = seen.get(key);
        if (known == null) {
            known = fieldOfKey.getOrDefault(normalized(key), UNKNOWN);
            if (seen.size() < SEEN_MAX) {
                seen.put(key, known);
            }
        }
        return known;
    }

    private String normalized(String key) {
        String dotted = rules.dotsToUnderscores() ? key.replace('.', '_') : key;
        return rules.caseInsensitive() ? dotted.toLowerCase(Locale.ROOT) : dotted;
    }
}
