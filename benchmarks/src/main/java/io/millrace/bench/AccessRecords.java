package io.millrace.bench;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** JSON records such as an access log gives, the same at every run: some 210 bytes each, about as compressible as the real ones. */
final class AccessRecords {

    private static final String[] AGENTS = {"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36", "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_9_1)",
        "curl/8.5.0", "Mozilla/5.0 (compatible; Googlebot/2.1)"};
    private static final String[] WORDS = {"presentations", "images", "logs", "projects", "blog", "static", "reset", "style", "search", "articles"};
    private static final int[] STATUSES = {200, 200, 200, 200, 304, 404, 301, 500};
    private static final long START_MILLIS = 1_431_857_103_000L;

    private AccessRecords() {
    }

    static List<byte[]> make(int count) {
        SplittableRandom random = new SplittableRandom(7);
        List<byte[]> records = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            String path = "/" + word(random) + "/" + word(random) + "/" + random.nextInt(5_000) + ".html";
            records.add(("{\"host\":\"" + random.nextInt(256) + "." + random.nextInt(256) + ".9.216\",\"at\":" + (START_MILLIS + i * 37L)
                    + ",\"request\":\"GET " + path + " HTTP/1.1\",\"status\":" + STATUSES[random.nextInt(STATUSES.length)] + ",\"bytes\":"
                    + random.nextInt(250_000) + ",\"agent\":\"" + AGENTS[random.nextInt(AGENTS.length)] + "\",\"seconds\":" + random.nextInt(10_000) / 1000.0
                    + "}\n").getBytes(StandardCharsets.UTF_8));
        }
        return records;
    }

    private static String word(SplittableRandom random) {
        return WORDS[random.nextInt(WORDS.length)];
    }
}
