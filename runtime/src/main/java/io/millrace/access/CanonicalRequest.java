package io.millrace.access;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * A request in the form that is signed (AWS General Reference, "Create a signed AWS API request"). Paths are normalized and encoded
 * once more than they were sent, as all services have it but S3, whose API is not spoken here.
 */
final class CanonicalRequest {

    private CanonicalRequest() {
    }

    /**
     * @param query         already sorted and encoded
     * @param signedHeaders in lower case, sorted
     * @param payloadHash   or the word that stands for it
     */
    static String of(RequestHead head, String query, List<String> signedHeaders, String payloadHash) {
        StringBuilder text = new StringBuilder(512);
        text.append(head.method()).append('\n').append(path(head.path())).append('\n').append(query).append('\n');
        for (String name : signedHeaders) {
            text.append(name).append(':');
            List<String> values = head.headers(name);
            for (int i = 0; i < values.size(); i++) {
                text.append(i == 0 ? "" : ",").append(folded(values.get(i)));
            }
            text.append('\n');
        }
        return text.append('\n').append(String.join(";", signedHeaders)).append('\n').append(payloadHash).toString();
    }

    /** Without empty and dot segments, each segment encoded; only a slash at the very end stays. */
    static String path(String received) {
        if (received.isEmpty() || received.equals("/")) {
            return "/";
        }
        Deque<String> segments = new ArrayDeque<>();
        for (String segment : received.split("/")) {
            if (segment.equals("..")) {
                segments.pollLast();
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                segments.addLast(PercentCode.encode(segment));
            }
        }
        String path = "/" + String.join("/", segments);
        return received.endsWith("/") && !segments.isEmpty() ? path + "/" : path;
    }

    /** Without spaces at the ends, and with single ones inside. */
    private static String folded(String value) {
        String stripped = value.strip();
        if (!stripped.contains("  ")) {
            return stripped;
        }
        StringBuilder text = new StringBuilder(stripped.length());
        for (int i = 0; i < stripped.length(); i++) {
            if (stripped.charAt(i) != ' ' || stripped.charAt(i - 1) != ' ') {
                text.append(stripped.charAt(i));
            }
        }
        return text.toString();
    }
}
