package io.millrace.firehose.transform;

import io.millrace.firehose.config.UnsupportedConfig;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;

/** The keys of a metadata extraction's query, which has to be a JQ object construction with plain keys. */
public final class QueryKeys {

    private final String query;
    private final Deque<Character> open = new ArrayDeque<>();
    private final Set<String> keys = new LinkedHashSet<>();

    private QueryKeys(String query) {
        this.query = query.strip();
    }

    /** In the order they are written. Throws {@link UnsupportedConfig} when the query is no object construction. */
    public static Set<String> of(String query) {
        QueryKeys scan = new QueryKeys(query);
        scan.scan();
        return scan.keys;
    }

    private void scan() {
        if (!query.startsWith("{") || !query.endsWith("}")) {
            throw refused();
        }
        int start = 1;
        for (int i = 0; i < query.length(); i++) {
            char c = query.charAt(i);
            if (c == '"') {
                i = endOfString(i);
            } else if (c == '{' || c == '[' || c == '(') {
                open.push(c);
            } else if (c == ',' && open.size() == 1) {
                addKey(query.substring(start, i));
                start = i + 1;
            } else if ((c == '}' || c == ']' || c == ')') && close(c) && i < query.length() - 1) {
                throw refused();
            }
        }
        if (!open.isEmpty()) {
            throw refused();
        }
        addKey(query.substring(start, query.length() - 1));
    }

    /** Whether that closed the outermost. */
    private boolean close(char c) {
        char opened = c == '}' ? '{' : c == ']' ? '[' : '(';
        if (open.isEmpty() || open.pop() != opened) {
            throw refused();
        }
        return open.isEmpty();
    }

    /** Of the closing quote; expressions within a string are skipped with it if they have no strings of their own. */
    private int endOfString(int from) {
        for (int i = from + 1; i < query.length(); i++) {
            if (query.charAt(i) == '\\') {
                i++;
            } else if (query.charAt(i) == '"') {
                return i;
            }
        }
        throw refused();
    }

    private void addKey(String entry) {
        String text = entry.strip();
        int colon = text.startsWith("\"") ? text.indexOf(':', text.indexOf('"', 1)) : text.indexOf(':');
        String key = (colon < 0 ? text : text.substring(0, colon)).strip();
        String name = key.length() > 1 && key.startsWith("\"") && key.endsWith("\"") ? key.substring(1, key.length() - 1)
                : key.startsWith("$") ? key.substring(1) : key;
        if (name.isEmpty() || name.startsWith("(")) {
            throw refused();
        }
        keys.add(name);
    }

    private static UnsupportedConfig refused() {
        return new UnsupportedConfig("MetadataExtractionQuery must be a JQ object construction such as {key: .member}");
    }
}
