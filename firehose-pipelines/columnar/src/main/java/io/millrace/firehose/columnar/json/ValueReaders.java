package io.millrace.firehose.columnar.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.firehose.columnar.protocol.ConversionJob.JsonRules;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.apache.orc.TypeDescription;

/** A reader for each type. */
final class ValueReaders {

    private ValueReaders() {
    }

    static ValueReader of(TypeDescription type, JsonRules rules) {
        return switch (type.getCategory()) {
            case BOOLEAN -> parser -> bool(parser, rules);
            case BYTE -> whole(Byte.MIN_VALUE, Byte.MAX_VALUE, rules);
            case SHORT -> whole(Short.MIN_VALUE, Short.MAX_VALUE, rules);
            case INT -> whole(Integer.MIN_VALUE, Integer.MAX_VALUE, rules);
            case LONG -> whole(Long.MIN_VALUE, Long.MAX_VALUE, rules);
            case FLOAT, DOUBLE -> parser -> fraction(parser, rules);
            case DECIMAL -> parser -> decimal(parser, type, rules);
            case STRING -> parser -> text(parser).getBytes(StandardCharsets.UTF_8);
            case VARCHAR, CHAR -> parser -> truncated(text(parser), type.getMaxLength()).getBytes(StandardCharsets.UTF_8);
            case BINARY -> ValueReaders::binary;
            case DATE -> ValueReaders::date;
            case TIMESTAMP, TIMESTAMP_INSTANT -> new TimestampReader(rules);
            case LIST -> list(of(type.getChildren().getFirst(), rules));
            case MAP -> map(type, rules);
            case STRUCT -> StructReader.of(type, rules);
            case UNION, Geometry, Geography -> throw new IllegalArgumentException("a column of type " + type + " cannot be made of JSON");
        };
    }

    private static ValueReader whole(long min, long max, JsonRules rules) {
        return parser -> {
            long value = wholeNumber(parser, rules);
            if (value < min || value > max) {
                throw mismatch(parser, "a whole number from " + min + " to " + max);
            }
            return value;
        };
    }

    private static long wholeNumber(JsonParser parser, JsonRules rules) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_NUMBER_INT) {
            return switch (parser.getNumberType()) {
                case INT, LONG -> parser.getLongValue();
                case BIG_INTEGER, BIG_DECIMAL, FLOAT, DOUBLE -> throw mismatch(parser, "a whole number");
            };
        }
        try {
            if (token == JsonToken.VALUE_NUMBER_FLOAT || rules.lenient() && token == JsonToken.VALUE_STRING) {
                return new BigDecimal(parser.getText().strip()).longValueExact();
            }
        } catch (ArithmeticException | NumberFormatException e) {
            throw mismatch(parser, "a whole number");
        }
        throw mismatch(parser, "a whole number");
    }

    private static Double fraction(JsonParser parser, JsonRules rules) throws IOException {
        if (parser.currentToken().isNumeric()) {
            return parser.getDoubleValue();
        }
        if (rules.lenient() && parser.currentToken() == JsonToken.VALUE_STRING) {
            try {
                return Double.valueOf(parser.getText());
            } catch (NumberFormatException e) {
                throw mismatch(parser, "a number");
            }
        }
        throw mismatch(parser, "a number");
    }

    private static BigDecimal decimal(JsonParser parser, TypeDescription type, JsonRules rules) throws IOException {
        BigDecimal value;
        try {
            boolean quoted = rules.lenient() && parser.currentToken() == JsonToken.VALUE_STRING;
            if (!quoted && !parser.currentToken().isNumeric()) {
                throw mismatch(parser, "a number");
            }
            value = quoted ? new BigDecimal(parser.getText().strip()) : parser.getDecimalValue();
        } catch (NumberFormatException e) {
            throw mismatch(parser, "a number");
        }
        // A huge exponent must not be written out in digits before it is known that the number does not fit.
        boolean huge = value.precision() - (long) value.scale() > type.getPrecision() - type.getScale();
        BigDecimal scaled = huge || value.signum() == 0 ? BigDecimal.ZERO.setScale(type.getScale()) : value.setScale(type.getScale(), RoundingMode.HALF_UP);
        if (huge && value.signum() != 0 || scaled.precision() > type.getPrecision()) {
            throw mismatch(parser, type.toString());
        }
        return scaled;
    }

    private static Boolean bool(JsonParser parser, JsonRules rules) throws IOException {
        if (parser.currentToken().isBoolean()) {
            return parser.getBooleanValue();
        }
        if (rules.lenient() && parser.currentToken() == JsonToken.VALUE_STRING) {
            String text = parser.getText();
            if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
                return Boolean.valueOf(text);
            }
        }
        throw mismatch(parser, "a boolean");
    }

    /** Any value is text: objects and arrays as JSON. */
    private static String text(JsonParser parser) throws IOException {
        return parser.currentToken().isScalarValue() ? parser.getText() : JsonCopy.of(parser);
    }

    private static String truncated(String text, int charactersMax) {
        return text.codePointCount(0, text.length()) <= charactersMax ? text : text.substring(0, text.offsetByCodePoints(0, charactersMax));
    }

    private static byte[] binary(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw mismatch(parser, "base64");
        }
        try {
            return Base64.getDecoder().decode(parser.getText());
        } catch (IllegalArgumentException e) {
            throw mismatch(parser, "base64");
        }
    }

    private static Long date(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw mismatch(parser, "a date yyyy-MM-dd");
        }
        try {
            return LocalDate.parse(parser.getText()).toEpochDay();
        } catch (DateTimeException e) {
            throw mismatch(parser, "a date yyyy-MM-dd");
        }
    }

    private static ValueReader list(ValueReader elements) {
        return parser -> {
            if (parser.currentToken() != JsonToken.START_ARRAY) {
                throw mismatch(parser, "an array");
            }
            List<Object> list = new ArrayList<>();
            for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
                list.add(token == JsonToken.VALUE_NULL ? null : elements.read(parser));
            }
            return list;
        };
    }

    /** Keys are text in JSON; those of other types are read from it. */
    private static ValueReader map(TypeDescription type, JsonRules rules) {
        MapKeys keys = new MapKeys(type.getChildren().getFirst());
        ValueReader values = of(type.getChildren().get(1), rules);
        return parser -> {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw mismatch(parser, "an object");
            }
            List<Object[]> entries = new ArrayList<>();
            for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
                JsonToken token = parser.nextToken();
                entries.add(new Object[] {keys.of(key), token == JsonToken.VALUE_NULL ? null : values.read(parser)});
            }
            return entries;
        };
    }

    static Mismatch mismatch(JsonParser parser, String expected) {
        return new Mismatch("Data does not match the schema. " + parser.currentToken() + " where " + expected + " is expected.");
    }
}
