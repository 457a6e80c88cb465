package io.millrace.firehose.schema.api;

import io.millrace.wire.model.Members;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A page of entries as it fills: full at so many entries, or at so many bytes of files. One thread. */
final class Page {

    private final int entriesMax;
    private final List<Map<String, ?>> entries = new ArrayList<>();
    private long bytes;
    private String last = "";

    private Page(int entriesMax) {
        this.entriesMax = entriesMax;
    }

    /** Where a call's page begins, and how long it may be. */
    record Wanted(Optional<String> after, int entriesMax) {

        static Wanted of(Members call) {
            return new Wanted(call.text("NextToken").filter(token -> !token.isEmpty()).map(Wanted::decoded),
                    call.whole("MaxResults", GlueLimits.PAGE_MAX));
        }

        private static String decoded(String token) {
            try {
                return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
            } catch (IllegalArgumentException foreign) {
                throw GlueFault.INPUT.because("NextToken is not one of this server's");
            }
        }

        Page begin() {
            return new Page(entriesMax);
        }
    }

    boolean full() {
        return entries.size() >= entriesMax || bytes >= GlueLimits.PAGE_BYTES_MAX;
    }

    /** @param key what the next page begins after */
    void add(String key, Map<String, ?> entry, long entryBytes) {
        entries.add(entry);
        bytes += entryBytes;
        last = key;
    }

    /** The answer: the entries, and a token if there is more behind them. */
    Map<String, Object> answer(String member, boolean more) {
        Map<String, Object> answer = new LinkedHashMap<>(Map.of(member, entries));
        if (more) {
            answer.put("NextToken", Base64.getUrlEncoder().withoutPadding().encodeToString(last.getBytes(StandardCharsets.UTF_8)));
        }
        return answer;
    }
}
