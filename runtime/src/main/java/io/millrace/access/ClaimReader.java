package io.millrace.access;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds a request's claim in its Authorization header or its query. What is not well formed is refused in the words of the services. */
final class ClaimReader {

    static final String ALGORITHM = "X-Amz-Algorithm";
    private static final String CREDENTIAL = "X-Amz-Credential", DATE = "X-Amz-Date", EXPIRES = "X-Amz-Expires",
            SIGNED_HEADERS = "X-Amz-SignedHeaders", SIGNATURE = "X-Amz-Signature", TOKEN = "X-Amz-Security-Token",
            CONTENT_HASH = "X-Amz-Content-Sha256";
    private static final String DATE_HEADER = "x-amz-date", CONTENT_HASH_HEADER = "x-amz-content-sha256";
    private static final List<String> QUERY_PARAMETERS = List.of(ALGORITHM, CREDENTIAL, SIGNATURE, SIGNED_HEADERS, DATE);
    private static final List<String> HEADER_PARAMETERS = List.of("Credential", "Signature", "SignedHeaders");
    /** Seven days, the longest any service takes. */
    static final Duration VALID_MAX = Duration.ofDays(7);
    private static final int SIGNED_HEADERS_MAX = 100;

    private ClaimReader() {
    }

    /** @throws io.millrace.wire.WireException with an {@link AccessFault} */
    static Claim read(RequestHead head) {
        Query query = Query.of(head.query()).orElseThrow(() -> AccessFault.INVALID.because("The query string is not well encoded."));
        Optional<String> authorization = head.header("authorization");
        if (authorization.isPresent() && query.has(ALGORITHM)) {
            throw AccessFault.INVALID.because("Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header.");
        }
        Claim claim;
        if (authorization.isPresent()) {
            claim = ofHeader(head, query, authorization.get());
        } else if (query.has(ALGORITHM)) {
            claim = ofQuery(head, query);
        } else {
            throw AccessFault.MISSING.because("Missing Authentication Token");
        }
        if (head.header("x-amz-security-token").isPresent() || query.has(TOKEN)) {
            throw AccessFault.UNKNOWN_KEY.because(SignatureVerifier.INVALID_TOKEN);
        }
        checkSignedHeaders(head, claim.signedHeaders());
        return claim;
    }

    private static Claim ofHeader(RequestHead head, Query query, String authorization) {
        int space = authorization.indexOf(' ');
        Map<String, String> parameters = new HashMap<>();
        boolean wellFormed = true;
        for (String part : authorization.substring(space + 1).strip().split("[,\\s]+")) {
            int equals = part.indexOf('=');
            String name = part.substring(0, Math.max(0, equals));
            wellFormed &= HEADER_PARAMETERS.contains(name) && parameters.put(name, part.substring(equals + 1)) == null;
        }
        Optional<String> date = head.header(DATE_HEADER).or(() -> head.header("date"));
        StringBuilder lacking = new StringBuilder();
        HEADER_PARAMETERS.stream().filter(name -> parameters.getOrDefault(name, "").isEmpty())
                .forEach(name -> lacking.append("Authorization header requires '").append(name).append("' parameter. "));
        if (date.isEmpty()) {
            lacking.append("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ");
        }
        if (!lacking.isEmpty()) {
            throw AccessFault.INCOMPLETE.because(lacking + "Authorization=" + authorization);
        }
        if (!wellFormed) {
            throw AccessFault.INCOMPLETE.because("Authorization header has more than 'Credential', 'SignedHeaders' and 'Signature'. Authorization="
                    + authorization);
        }
        checkAlgorithm(space < 0 ? "" : authorization.substring(0, space));
        Instant signedAt = Timestamps.readDate(date.get()).orElseThrow(() -> unreadableDate(date.get()));
        List<String> signed = signedHeaders(parameters.get("SignedHeaders"));
        if (!signed.contains(head.header(DATE_HEADER).isPresent() ? DATE_HEADER : "date")) {
            throw AccessFault.INVALID.because("'X-Amz-Date' or 'Date' must be a 'SignedHeader' in the AWS Authorization.");
        }
        String credential = parameters.get("Credential");
        return new Claim(keyId(credential), scope(credential), signedAt, signed, query.canonical(), Optional.empty(),
                head.header(CONTENT_HASH_HEADER), parameters.get("Signature"));
    }

    private static Claim ofQuery(RequestHead head, Query query) {
        StringBuilder lacking = new StringBuilder();
        QUERY_PARAMETERS.stream().filter(name -> query.single(name).orElse("").isEmpty())
                .forEach(name -> lacking.append("AWS query-string parameters must include '").append(name).append("'. "));
        if (!lacking.isEmpty()) {
            throw AccessFault.INCOMPLETE.because(lacking + "Re-examine the query-string parameters.");
        }
        checkAlgorithm(query.single(ALGORITHM).orElseThrow());
        String date = query.single(DATE).orElseThrow(), credential = query.single(CREDENTIAL).orElseThrow();
        return new Claim(keyId(credential), scope(credential), Timestamps.read(date).orElseThrow(() -> unreadableDate(date)),
                signedHeaders(query.single(SIGNED_HEADERS).orElseThrow()), query.canonicalWithout(SIGNATURE), Optional.of(validFor(query)),
                head.header(CONTENT_HASH_HEADER).or(() -> query.single(CONTENT_HASH)), query.single(SIGNATURE).orElseThrow());
    }

    /** Without X-Amz-Expires a signature in the query is good as long as one in the header. */
    private static Duration validFor(Query query) {
        if (!query.has(EXPIRES)) {
            return SignatureVerifier.SKEW_MAX;
        }
        long seconds;
        try {
            seconds = Long.parseLong(query.single(EXPIRES).orElse(""));
        } catch (NumberFormatException unreadable) {
            throw AccessFault.INCOMPLETE.because("X-Amz-Expires should be a number");
        }
        if (seconds < 0) {
            throw AccessFault.INCOMPLETE.because("X-Amz-Expires must be non-negative");
        }
        if (seconds > VALID_MAX.toSeconds()) {
            throw AccessFault.INCOMPLETE.because("X-Amz-Expires must be less than a week (in seconds) that is " + VALID_MAX.toSeconds());
        }
        return Duration.ofSeconds(seconds);
    }

    private static void checkAlgorithm(String algorithm) {
        if (!algorithm.equals(Claim.ALGORITHM)) {
            throw AccessFault.INCOMPLETE.because("Unsupported AWS 'algorithm': '" + algorithm + "'.");
        }
    }

    private static RuntimeException unreadableDate(String date) {
        return AccessFault.INCOMPLETE.because("Date must be in ISO-8601 'basic format'. Got '" + date + "'. See http://en.wikipedia.org/wiki/ISO_8601");
    }

    private static String keyId(String credential) {
        return credential.substring(0, Math.max(0, credential.indexOf('/')));
    }

    private static Scope scope(String credential) {
        return Scope.of(credential.substring(credential.indexOf('/') + 1)).filter(scope -> credential.indexOf('/') > 0)
                .orElseThrow(() -> AccessFault.INCOMPLETE.because("Credential must have exactly 5 slash-delimited elements, e.g."
                        + " keyid/date/region/service/term, got '" + credential + "'"));
    }

    private static List<String> signedHeaders(String text) {
        List<String> names = List.of(text.split(";", -1));
        if (names.size() > SIGNED_HEADERS_MAX) {
            throw AccessFault.INCOMPLETE.because("'SignedHeaders' has more than " + SIGNED_HEADERS_MAX + " names");
        }
        return names;
    }

    /** Everything that decides what a call does has to be signed: the host, and all of Amazon's headers. */
    private static void checkSignedHeaders(RequestHead head, List<String> signed) {
        if (!signed.contains("host")) {
            throw AccessFault.INVALID.because("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
        }
        for (int i = 0; i < signed.size(); i++) {
            String name = signed.get(i);
            if (i > 0 && name.compareTo(signed.get(i - 1)) <= 0 || head.headers(name).isEmpty()) {
                throw AccessFault.INVALID.because(SignatureVerifier.MISMATCH);
            }
        }
        List<String> unsigned = new ArrayList<>();
        for (String name : head.headerNames()) {
            if (name.startsWith("x-amz-") && !signed.contains(name) && !unsigned.contains(name)) {
                unsigned.add(name);
            }
        }
        if (!unsigned.isEmpty()) {
            throw AccessFault.INVALID.because("There were headers present in the request which were not signed: " + String.join(", ", unsigned));
        }
    }
}
