package io.millrace.access;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Ways to make a right request wrong. Each changes what is signed, not only how it is written. */
final class Damages {

    private static final Pattern SIGNATURE = Pattern.compile("(?<=Signature=)[0-9a-f]{64}");
    private static final Pattern SIGNED_HEADERS = Pattern.compile("(?<=SignedHeaders=)[^,&\\s]+");
    private static final String AUTHORIZATION = "authorization", HASH = "x-amz-content-sha256";

    private Damages() {
    }

    /** Replaces in both places a signature may be. */
    static HandRequest replaced(HandRequest right, String what, String by) {
        HandRequest wrong = right.withQuery(right.query().replace(what, by).replace(what.replace("/", "%2F"), by.replace("/", "%2F")));
        return authorization(right).map(value -> wrong.withHeader(AUTHORIZATION, value.replace(what, by))).orElse(wrong);
    }

    static HandRequest swapped(HandRequest right, String one, String other) {
        return (right.query() + authorization(right).orElse("")).contains(one) ? replaced(right, one, other) : replaced(right, other, one);
    }

    static HandRequest signature(HandRequest right, String by) {
        HandRequest wrong = right.withQuery(SIGNATURE.matcher(right.query()).replaceAll(by));
        return authorization(right).map(value -> wrong.withHeader(AUTHORIZATION, SIGNATURE.matcher(value).replaceAll(by))).orElse(wrong);
    }

    static Optional<HandRequest> signatureDigit(HandRequest right, Random random) {
        Matcher found = SIGNATURE.matcher(right.query() + " " + authorization(right).orElse(""));
        if (!found.find()) {
            return Optional.empty();
        }
        StringBuilder digits = new StringBuilder(found.group());
        int at = random.nextInt(digits.length());
        digits.setCharAt(at, digits.charAt(at) == '0' ? '1' : '0');
        return Optional.of(signature(right, digits.toString()));
    }

    static Optional<HandRequest> path(HandRequest right, Random random) {
        String path = right.path();
        return Optional.of(switch (random.nextInt(3)) {
            case 0 -> right.withPath(path.endsWith("/") && path.length() > 1 ? path.substring(0, path.length() - 1) : path + (path.equals("/") ? "a" : "/"));
            case 1 -> right.withPath("/more" + path);
            default -> right.withPath(path.length() > 2 ? path.charAt(1) == 'a' ? "/b" + path.substring(2) : "/a" + path.substring(2) : "/x");
        }).filter(wrong -> !CanonicalRequest.path(wrong.path()).equals(CanonicalRequest.path(path)));
    }

    static Optional<HandRequest> query(HandRequest right, Random random) {
        String query = right.query();
        return Optional.of(switch (random.nextInt(4)) {
            case 0 -> right.withQuery((query.isEmpty() ? "" : query + "&") + "zz=1");
            case 1 -> right.withQuery((query.isEmpty() ? "" : query + "&") + "X-Amz-Signature=x");
            case 2 -> right.withQuery(query.isEmpty() ? "a" : query.substring(query.indexOf('&') + 1));
            default -> right.withQuery(query.isEmpty() ? "=b" : query.replaceFirst("=", "=q"));
        }).filter(wrong -> !wrong.query().equals(query));
    }

    static Optional<HandRequest> signedHeader(HandRequest right, Random random) {
        List<String> signed = new ArrayList<>(signedHeaders(right));
        String name = signed.get(random.nextInt(signed.size()));
        String value = right.headers(name).getFirst();
        return Optional.of(random.nextBoolean() ? right.withHeader(name, value + "x") : right.withHeader(name, value, "second"));
    }

    static Optional<HandRequest> oneMoreHeader(HandRequest right, Random random) {
        return Optional.of(right.withHeader("x-amz-" + random.nextInt(1000), "1"));
    }

    static Optional<HandRequest> oneHeaderLess(HandRequest right, Random random) {
        List<String> signed = signedHeaders(right);
        return Optional.of(right.withoutHeader(signed.get(random.nextInt(signed.size()))));
    }

    static Optional<HandRequest> fewerSigned(HandRequest right, Random random) {
        List<String> signed = signedHeaders(right);
        List<String> fewer = new ArrayList<>(signed);
        fewer.remove(random.nextInt(fewer.size()));
        String all = String.join(";", signed), left = String.join(";", fewer);
        return Optional.of(replaced(replaced(right, "SignedHeaders=" + all, "SignedHeaders=" + left),
                "SignedHeaders=" + all.replace(";", "%3B"), "SignedHeaders=" + left.replace(";", "%3B")));
    }

    /** Not of a body whose signature says that it does not cover it. */
    static Optional<HandRequest> body(HandRequest right, Random random) {
        byte[] body = right.body();
        if (right.header(HASH).filter("UNSIGNED-PAYLOAD"::equals).isPresent()) {
            return Optional.empty();
        }
        if (body.length == 0 || random.nextInt(4) == 0) {
            return Optional.of(right.withBody(Arrays.copyOf(body, body.length + 1 + random.nextInt(3))));
        }
        if (random.nextInt(4) == 0) {
            return Optional.of(right.withBody(Arrays.copyOf(body, random.nextInt(body.length))));
        }
        byte[] changed = body.clone();
        changed[random.nextInt(body.length)] ^= (byte) (1 << random.nextInt(5));
        return Optional.of(right.withBody(changed));
    }

    static Optional<HandRequest> declaredHash(HandRequest right, Random random) {
        List<String> others = List.of("UNSIGNED-PAYLOAD", Digests.EMPTY_BODY, "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
                "STREAMING-AWS4-HMAC-SHA256-PAYLOAD", "unsigned-payload", "", Digests.hexSha256("x" + random.nextInt()));
        String other = others.get(random.nextInt(others.size()));
        return Optional.of(right.withHeader(HASH, other)).filter(wrong -> !right.headers(HASH).equals(wrong.headers(HASH)));
    }

    /** Cuts, repeats or replaces a part of what says how the request is signed. */
    static Optional<HandRequest> malformed(HandRequest right, Random random) {
        boolean inHeader = authorization(right).isPresent();
        String text = inHeader ? authorization(right).get() : right.query();
        int from = random.nextInt(text.length()), to = from + 1 + random.nextInt(text.length() - from);
        String wrong = switch (random.nextInt(4)) {
            case 0 -> text.substring(0, from);
            case 1 -> text.substring(0, from) + text.substring(to);
            case 2 -> text.substring(0, from) + "%;=/, €\u0000".charAt(random.nextInt(8)) + text.substring(from + 1);
            default -> text + (inHeader ? "," : "&") + text.substring(from);
        };
        HandRequest request = inHeader ? right.withHeader(AUTHORIZATION, wrong) : right.withQuery(wrong);
        return Optional.of(request).filter(changed -> !sameMeaning(right, changed));
    }

    private static boolean sameMeaning(HandRequest right, HandRequest changed) {
        if (authorization(right).isPresent()) {
            List<String> parts = parts(authorization(right).get());
            return parts(authorization(changed).orElse("")).equals(parts);
        }
        return Query.of(changed.query()).map(Query::canonical).equals(Query.of(right.query()).map(Query::canonical));
    }

    /** What separates them does not matter. */
    private static List<String> parts(String authorization) {
        return Arrays.stream(authorization.split("[,\\s]+")).filter(part -> !part.isEmpty()).toList();
    }

    private static List<String> signedHeaders(HandRequest right) {
        Matcher found = SIGNED_HEADERS.matcher(right.query() + " " + authorization(right).orElse(""));
        if (!found.find()) {
            throw new IllegalArgumentException("nothing is signed");
        }
        return List.of(found.group().replace("%3B", ";").split(";"));
    }

    private static Optional<String> authorization(HandRequest request) {
        return request.header(AUTHORIZATION);
    }
}
