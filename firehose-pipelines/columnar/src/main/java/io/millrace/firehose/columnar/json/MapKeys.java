package io.millrace.firehose.columnar.json;

import java.nio.charset.StandardCharsets;
import org.apache.orc.TypeDescription;

/** Keys of maps, which JSON has as text. */
final class MapKeys {

    private final TypeDescription type;

    MapKeys(TypeDescription type) {
        this.type = type;
        switch (type.getCategory()) {
            case STRING, VARCHAR, CHAR, BYTE, SHORT, INT, LONG -> { }
            case BOOLEAN, FLOAT, DOUBLE, DECIMAL, BINARY, DATE, TIMESTAMP, TIMESTAMP_INSTANT, LIST, MAP, STRUCT, UNION, Geometry, Geography ->
                throw new IllegalArgumentException("keys of a map cannot be " + type);
        }
    }

    Object of(String key) throws Mismatch {
        return switch (type.getCategory()) {
            case BYTE -> whole(key, Byte.MIN_VALUE, Byte.MAX_VALUE);
            case SHORT -> whole(key, Short.MIN_VALUE, Short.MAX_VALUE);
            case INT -> whole(key, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case LONG -> whole(key, Long.MIN_VALUE, Long.MAX_VALUE);
            case STRING, VARCHAR, CHAR, BOOLEAN, FLOAT, DOUBLE, DECIMAL, BINARY, DATE, TIMESTAMP, TIMESTAMP_INSTANT, LIST, MAP, STRUCT, UNION, Geometry,
                    Geography -> key.getBytes(StandardCharsets.UTF_8);
        };
    }

    private static Long whole(String key, long min, long max) throws Mismatch {
        try {
            long value = Long.parseLong(key);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new Mismatch("Data does not match the schema. A map's key is no whole number.");
        }
        throw new Mismatch("Data does not match the schema. A map's key is out of range.");
    }
}
