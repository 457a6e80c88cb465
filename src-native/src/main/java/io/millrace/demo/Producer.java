package io.millrace.demo;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Puts lines to a stream in order and keeps what was not taken for the next try: at most {@link #WAITING_MAX} lines, beyond
 * which it takes no more. One thread.
 */
final class Producer {

    static final int WAITING_MAX = 5_000;
    /** Of a PutRecords call: 500 records and, well below the limit of 10 MiB, so many characters. */
    private static final int CALL_RECORDS_MAX = 500;
    private static final int CALL_CHARACTERS_MAX = 2_000_000;
    private static final int KEY_CHARACTERS_MAX = 256;

    private final ApiClient api;
    private final String stream;
    private final Deque<Line> waiting = new ArrayDeque<>();
    private long accepted;

    /** A record to be: the text and its partition key. */
    record Line(String key, String text) {

        /** A line of a file, keyed by its first word: in an access log, the client's address. */
        static Line ofFile(String text) {
            int space = text.indexOf(' ');
            String word = space <= 0 ? "line" : text.substring(0, Math.min(space, KEY_CHARACTERS_MAX / 4));
            return new Line(word, text);
        }
    }

    Producer(ApiClient api, String stream) {
        this.api = api;
        this.stream = stream;
    }

    /** How many more lines it takes now. */
    int room() {
        return WAITING_MAX - waiting.size();
    }

    /** Takes a line if there is room. */
    boolean offer(Line line) {
        return room() > 0 && waiting.add(line);
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Records the stream has acknowledged. */
    long accepted() {
        return accepted;
    }

    /** Puts one call's worth; what was refused stays first in line, in order. Returns how many were taken. */
    int putSome() {
        List<Line> call = nextCall();
        if (call.isEmpty()) {
            return 0;
        }
        List<Line> refused = put(call);
        for (int i = refused.size() - 1; i >= 0; i--) {
            waiting.addFirst(refused.get(i));
        }
        accepted += call.size() - refused.size();
        return call.size() - refused.size();
    }

    private List<Line> nextCall() {
        List<Line> call = new ArrayList<>();
        int characters = 0;
        while (!waiting.isEmpty() && call.size() < CALL_RECORDS_MAX && characters < CALL_CHARACTERS_MAX) {
            Line line = waiting.removeFirst();
            characters += line.text().length();
            call.add(line);
        }
        return call;
    }

    private List<Line> put(List<Line> call) {
        ObjectNode request = ApiClient.JSON.createObjectNode().put("StreamName", stream);
        ArrayNode records = request.putArray("Records");
        for (Line line : call) {
            records.addObject().put("PartitionKey", line.key())
                    .put("Data", Base64.getEncoder().encodeToString(line.text().getBytes(StandardCharsets.UTF_8)));
        }
        try {
            return refused(call, api.kinesis("PutRecords", request).path("Records"));
        } catch (ApiFault fault) {
            if (fault.isPassing()) {
                return call;
            }
            throw fault;
        }
    }

    private static List<Line> refused(List<Line> call, JsonNode results) {
        List<Line> refused = new ArrayList<>();
        for (int i = 0; i < call.size(); i++) {
            if (results.get(i).hasNonNull("ErrorCode")) {
                refused.add(call.get(i));
            }
        }
        return refused;
    }
}
