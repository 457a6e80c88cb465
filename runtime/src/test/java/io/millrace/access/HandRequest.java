package io.millrace.access;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A whole request in memory.
 *
 * @param headers by name in lower case
 */
public record HandRequest(String method, String path, String query, Map<String, List<String>> headers, byte[] body) implements RequestHead {

    /** With one value for each header. */
    public static HandRequest of(String method, String path, String query, Map<String, String> headers, String body) {
        Map<String, List<String>> all = new TreeMap<>();
        headers.forEach((name, value) -> all.put(name.toLowerCase(Locale.ROOT), List.of(value)));
        return new HandRequest(method, path, query, all, body.getBytes());
    }

    @Override
    public Collection<String> headerNames() {
        return headers.keySet();
    }

    @Override
    public List<String> headers(String lowerCaseName) {
        return headers.getOrDefault(lowerCaseName, List.of());
    }

    HandRequest withMethod(String other) {
        return new HandRequest(other, path, query, headers, body);
    }

    HandRequest withPath(String other) {
        return new HandRequest(method, other, query, headers, body);
    }

    HandRequest withQuery(String other) {
        return new HandRequest(method, path, other, headers, body);
    }

    HandRequest withBody(byte[] other) {
        return new HandRequest(method, path, query, headers, other);
    }

    HandRequest withHeader(String name, String... values) {
        return changed(all -> all.put(name, List.of(values)));
    }

    HandRequest withoutHeader(String name) {
        return changed(all -> all.remove(name));
    }

    private HandRequest changed(Consumer<Map<String, List<String>>> change) {
        Map<String, List<String>> all = new TreeMap<>(headers);
        change.accept(all);
        return new HandRequest(method, path, query, all, body);
    }

    /** Verifies head and body, the body in cuts of that many bytes, and gives the payload. */
    byte[] verifiedBy(SignatureVerifier verifier, Optional<String> service, int cut) {
        BodyProof proof = verifier.verify(this, service, false);
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        for (int from = 0; from < body.length; from += cut) {
            byte[] part = Arrays.copyOfRange(body, from, Math.min(body.length, from + cut));
            payload.write(part, 0, proof.take(part, 0, part.length));
        }
        proof.end();
        return payload.toByteArray();
    }
}
