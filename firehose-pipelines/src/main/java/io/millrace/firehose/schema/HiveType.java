package io.millrace.firehose.schema;

import java.util.Locale;
import java.util.Set;

/**
 * Reads a column's type as Hive and Glue write it and writes it in one way: lower case, no spaces, names of fields in backquotes, all
 * parameters given.
 */
final class HiveType {

    private static final Set<String> PLAIN = Set.of("boolean", "tinyint", "smallint", "int", "bigint", "float", "double", "string", "binary", "date",
            "timestamp");
    private static final Set<String> KEYS = Set.of("tinyint", "smallint", "int", "bigint", "string");
    private static final int DEPTH_MAX = 50, DECIMAL_DIGITS_MAX = 38, DECIMAL_DIGITS = 10, VARCHAR_MAX = 65_535, CHAR_MAX = 255;

    private final String text;
    private int at;

    private HiveType(String text) {
        this.text = text;
    }

    static String normalized(String type) throws SchemaUnusable {
        HiveType reader = new HiveType(type);
        String read = reader.type(0);
        reader.skipSpace();
        if (reader.at != type.length()) {
            throw reader.unusable("ends before its end");
        }
        return read;
    }

    static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    private String type(int depth) throws SchemaUnusable {
        if (depth > DEPTH_MAX) {
            throw unusable("nests too deeply");
        }
        String word = word().toLowerCase(Locale.ROOT);
        String name = word.equals("integer") ? "int" : word;
        if (PLAIN.contains(name)) {
            return name;
        }
        return switch (name) {
            case "decimal", "numeric" -> decimal();
            case "varchar" -> name + "(" + parameter(1, VARCHAR_MAX) + ")";
            case "char" -> name + "(" + parameter(1, CHAR_MAX) + ")";
            case "array" -> "array<" + expect('<') + type(depth + 1) + expect('>') + ">";
            case "map" -> map(depth);
            case "struct" -> struct(depth);
            default -> throw unusable("cannot be made of JSON");
        };
    }

    private String decimal() throws SchemaUnusable {
        if (!follows('(')) {
            return "decimal(" + DECIMAL_DIGITS + ",0)";
        }
        int precision = number(1, DECIMAL_DIGITS_MAX);
        int scale = follows(',') ? number(0, precision) : 0;
        expect(')');
        return "decimal(" + precision + "," + scale + ")";
    }

    private int parameter(int min, int max) throws SchemaUnusable {
        expect('(');
        int parameter = number(min, max);
        expect(')');
        return parameter;
    }

    private String map(int depth) throws SchemaUnusable {
        expect('<');
        String key = type(depth + 1);
        if (!KEYS.contains(key) && !key.startsWith("varchar") && !key.startsWith("char")) {
            throw unusable("has a map's keys that cannot be made of JSON");
        }
        expect(',');
        String value = type(depth + 1);
        expect('>');
        return "map<" + key + "," + value + ">";
    }

    private String struct(int depth) throws SchemaUnusable {
        StringBuilder struct = new StringBuilder("struct<");
        expect('<');
        do {
            struct.append(struct.charAt(struct.length() - 1) == '<' ? "" : ",").append(quoted(fieldName()));
            expect(':');
            struct.append(':').append(type(depth + 1));
        } while (follows(','));
        expect('>');
        return struct.append('>').toString();
    }

    private String fieldName() throws SchemaUnusable {
        skipSpace();
        if (at < text.length() && text.charAt(at) == '`') {
            int end = text.indexOf('`', at + 1);
            if (end > at + 1) {
                String name = text.substring(at + 1, end);
                at = end + 1;
                return name;
            }
        }
        return word();
    }

    private String word() throws SchemaUnusable {
        skipSpace();
        int start = at;
        while (at < text.length() && "<>(),:`".indexOf(text.charAt(at)) < 0 && !Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        if (at == start) {
            throw unusable("lacks a name");
        }
        return text.substring(start, at);
    }

    private int number(int min, int max) throws SchemaUnusable {
        String digits = word();
        int number = digits.length() <= 6 && digits.chars().allMatch(c -> c >= '0' && c <= '9') ? Integer.parseInt(digits) : -1;
        if (number < min || number > max) {
            throw unusable("has a parameter that is not from " + min + " to " + max);
        }
        return number;
    }

    private boolean follows(char wanted) {
        skipSpace();
        boolean there = at < text.length() && text.charAt(at) == wanted;
        at += there ? 1 : 0;
        return there;
    }

    /** Gives nothing, so that it can stand between the parts of a text. */
    private String expect(char wanted) throws SchemaUnusable {
        if (!follows(wanted)) {
            throw unusable("lacks a '" + wanted + "'");
        }
        return "";
    }

    private void skipSpace() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private SchemaUnusable unusable(String why) {
        return new SchemaUnusable("type " + text + " " + why);
    }
}
