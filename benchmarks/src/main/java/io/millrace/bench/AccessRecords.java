package io.millrace.bench;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** JSON records such as an access log gives, the same at every run: some 210 bytes each, about as compressible as the real ones. */
final class AccessRecords {

    private static final String[] AGENTS = {"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36", "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_9_1)",
        "curl/8.5.0", "Mozilla/5.0 (compatible; Googlebot/2.1)"};
    private static final String[] WORDS = {"presentations", "images", "logs", "projects", "blog", "static", "reset", "style", "search", "articles"};
    private static final int[] STATUSES = {200, 200, 200, 200, 304, 404, 301, 500};
    private static final long START_MILLIS = 1_431_857_103_000L;

    /** What a schema registry calls them: name and Hive type. */
    static final Map<String, String> COLUMNS = columns();

    private AccessRecords() {
    }

    private static Map<String, String> columns() {
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put("host", "string");
        columns.put("at", "bigint");
        columns.put("request", "string");
        columns.put("status", "int");
        columns.put("bytes", "bigint");
        columns.put("agent", "string");
        columns.put("seconds", "double");
        columns.put("trace", "string");
        return columns;
    }

    static List<byte[]> make(int count) {
        return make(count, 0);
    }

    /** The same with a further column, {@code trace}, of so many words, some 8 bytes each. */
    static List<byte[]> make(int count, int traceWords) {
        SplittableRandom random = new SplittableRandom(7);
        List<byte[]> records = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            String path = "/" + word(random) + "/" + word(random) + "/" + random.nextInt(5_000) + ".html";
            records.add(("{\"host\":\"" + random.nextInt(256) + "." + random.nextInt(256) + ".9.216\",\"at\":" + (START_MILLIS + i * 37L)
                    + ",\"request\":\"GET " + path + " HTTP/1.1\",\"status\":" + STATUSES[random.nextInt(STATUSES.length)] + ",\"bytes\":"
                    + random.nextInt(250_000) + ",\"agent\":\"" + AGENTS[random.nextInt(AGENTS.length)] + "\",\"seconds\":" + random.nextInt(10_000) / 1000.0
                    + trace(random, traceWords) + "}\n").getBytes(StandardCharsets.UTF_8));
        }
        return records;
    }

    private static String trace(SplittableRandom random, int words) {
        StringBuilder trace = new StringBuilder();
        for (int i = 0; i < words; i++) {
            trace.append(i == 0 ? ",\"trace\":\"" : " ").append(i % 3 == 0 ? Integer.toString(random.nextInt(1_000_000)) : word(random));
        }
        return words == 0 ? "" : trace.append('"').toString();
    }

    private static String word(SplittableRandom random) {
        return WORDS[random.nextInt(WORDS.length)];
    }
}
