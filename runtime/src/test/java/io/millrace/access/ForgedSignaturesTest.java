package io.millrace.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.millrace.access.AwsSigner.Form;
import io.millrace.clock.ManualClock;
import io.millrace.wire.WireException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Signatures by the thousand: right ones, made by the AWS SDK for requests of every form, are all taken; of those that were forged,
 * altered, replayed too late, wrongly scoped or damaged none is. Each case is a seed; a failure names it, and
 * {@code new Random(seed)} makes it again.
 */
class ForgedSignaturesTest {

    private static final int SEEDS = 1_500;
    private static final Instant NOW = Instant.parse("2026-03-01T00:05:00Z");
    private static final String REGION = "eu-central-1", SERVICE = "lambda";
    private static final AccessKey KEY = AccessKey.random("TEST"), OTHER = AccessKey.random("TEST");
    private static final KeyRing RING = new KeyRing(List.of(KEY, OTHER));

    /** Makes a wrong request of a right one; empty where the right one offers nothing to be made wrong in this way. */
    private interface Damage {
        Optional<HandRequest> to(HandRequest right, Random random);
    }

    private final ManualClock clock = new ManualClock(NOW.toEpochMilli());
    private final SignatureVerifier verifier = new SignatureVerifier(() -> RING, REGION, clock);

    private static HandRequest signed(Random random, AccessKey key, String region, String service, Instant at) {
        Form form = Form.values()[random.nextInt(Form.values().length)];
        StringBuilder path = new StringBuilder("https://millrace.example:4567");
        int segments = random.nextInt(4);
        for (int i = 0; i < segments; i++) {
            path.append('/').append(word(random, "abcXYZ019-._~")).append(random.nextInt(4) == 0 ? "%3A%20%E2%82%AC" : "");
        }
        path.append(segments == 0 || random.nextInt(4) == 0 ? "/" : "");
        for (int i = 0, parameters = random.nextInt(3); i < parameters; i++) {
            path.append(i == 0 ? "?" : "&").append(word(random, "abcdB")).append('=').append(random.nextInt(3) == 0 ? "" : word(random, "xyz012"));
        }
        Map<String, String> headers = new TreeMap<>(Map.of("X-Amz-Target", "Kinesis_20131202." + word(random, "abc"),
                "Content-Type", "application/x-amz-json-1.1"));
        if (random.nextBoolean()) {
            headers.put("X-Custom", word(random, "abc") + "   " + word(random, "abc"));
        }
        byte[] body = new byte[form == Form.CHUNKED ? random.nextInt(random.nextInt(20) == 0 ? 300_000 : 2_000) : random.nextInt(2_000)];
        random.nextBytes(body);
        String method = body.length > 0 || form == Form.CHUNKED ? "POST" : List.of("GET", "DELETE", "POST").get(random.nextInt(3));
        return new AwsSigner(key, region, service, at).sign(form, method, URI.create(path.toString()), headers, body);
    }

    private static HandRequest signed(Random random) {
        return signed(random, random.nextBoolean() ? KEY : OTHER, REGION, SERVICE, NOW);
    }

    private static String word(Random random, String letters) {
        StringBuilder word = new StringBuilder();
        for (int i = 0, length = 1 + random.nextInt(8); i < length; i++) {
            word.append(letters.charAt(random.nextInt(letters.length())));
        }
        return word.toString();
    }

    @Test
    void rightOnesAreAllTaken() {
        for (long seed = 0; seed < SEEDS; seed++) {
            HandRequest right = signed(new Random(seed));
            try {
                right.verifiedBy(verifier, Optional.of(SERVICE), 8_192);
            } catch (WireException refusal) {
                fail("seed " + seed + ": " + refusal.fault().wireName() + " " + refusal.getMessage() + "\n" + right);
            }
        }
        assertThat(RING.derivedKeys()).isEqualTo(2);
    }

    @TestFactory
    List<DynamicTest> noWrongOneIsTaken() {
        Map<String, Damage> damages = new TreeMap<>();
        damages.put("forged: a signature out of thin air", (right, random) -> Optional.of(Damages.signature(right, hex(random, 64))));
        damages.put("forged: with another secret", (right, random) -> Optional.of(
                signed(random, new AccessKey(KEY.id(), AccessKey.random("X").secret()), REGION, SERVICE, NOW)));
        damages.put("forged: under a key nobody has", (right, random) -> Optional.of(signed(random, AccessKey.random("TEST"), REGION, SERVICE, NOW)));
        damages.put("forged: the other key's id", (right, random) -> Optional.of(Damages.swapped(right, KEY.id(), OTHER.id())));
        damages.put("altered: one digit of the signature", Damages::signatureDigit);
        damages.put("altered: method", (right, random) -> Optional.of(right.withMethod(right.method().equals("PUT") ? "POST" : "PUT")));
        damages.put("altered: path", Damages::path);
        damages.put("altered: query", Damages::query);
        damages.put("altered: a signed header", Damages::signedHeader);
        damages.put("altered: a header of Amazon's more", Damages::oneMoreHeader);
        damages.put("altered: a header less", Damages::oneHeaderLess);
        damages.put("altered: fewer headers said to be signed", Damages::fewerSigned);
        damages.put("altered: body", Damages::body);
        damages.put("altered: declared hash", Damages::declaredHash);
        damages.put("altered: longer validity", (right, random) -> Optional.of(right)
                .filter(request -> request.query().contains("X-Amz-Expires=3600")).map(request -> Damages.replaced(request, "X-Amz-Expires=3600", "X-Amz-Expires=7200")));
        damages.put("wrongly scoped: region", (right, random) -> Optional.of(signed(random, KEY, "us-east-1", SERVICE, NOW)));
        damages.put("wrongly scoped: service", (right, random) -> Optional.of(signed(random, KEY, REGION, "kinesis", NOW)));
        damages.put("wrongly scoped: date", (right, random) -> Optional.of(Damages.replaced(right, "20260301/", "20260228/")));
        damages.put("wrongly scoped: terminator", (right, random) -> Optional.of(Damages.replaced(right, "aws4_request", "aws5_request")));
        damages.put("temporary: a session token", (right, random) -> Optional.of(right.withHeader("x-amz-security-token", word(random, "abc"))));
        damages.put("malformed", Damages::malformed);
        damages.put("unsigned", (right, random) -> Optional.of(right.withoutHeader("authorization").withQuery("")));
        List<DynamicTest> tests = new ArrayList<>();
        damages.forEach((name, damage) -> tests.add(DynamicTest.dynamicTest(name, () -> noneIsTaken(name, damage))));
        return tests;
    }

    private void noneIsTaken(String name, Damage damage) {
        int tried = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed * 31 + name.hashCode());
            HandRequest right = signed(random);
            Optional<HandRequest> wrong = damage.to(right, random);
            if (wrong.isPresent()) {
                tried++;
                refused(wrong.get(), name + ", seed " + seed);
            }
        }
        assertThat(tried).as("requests that could be made wrong").isGreaterThan(SEEDS / 8);
    }

    private void refused(HandRequest wrong, String what) {
        try {
            wrong.verifiedBy(verifier, Optional.of(SERVICE), 8_192);
        } catch (WireException refusal) {
            assertThat(refusal.fault()).as(what).isInstanceOf(AccessFault.class);
            assertThat(refusal.getMessage()).as(what).isNotBlank().doesNotContain(KEY.secret(), OTHER.secret());
            return;
        } catch (RuntimeException defect) {
            throw new AssertionError(what + ": " + wrong, defect);
        }
        fail(what + " was taken: " + wrong);
    }

    @Test
    void aReplayIsTakenInItsTimeAndNeverAfter() {
        List<HandRequest> recorded = new ArrayList<>();
        for (long seed = 0; seed < SEEDS; seed++) {
            recorded.add(signed(new Random(seed)));
        }
        clock.advance(SignatureVerifier.SKEW_MAX);
        recorded.forEach(request -> assertThat(request.verifiedBy(verifier, Optional.of(SERVICE), 8_192)).isNotNull());
        clock.advance(Duration.ofSeconds(1));
        recorded.stream().filter(request -> request.query().contains("X-Amz-Expires"))
                .forEach(request -> assertThat(request.verifiedBy(verifier, Optional.of(SERVICE), 8_192)).isNotNull());
        recorded.stream().filter(request -> !request.query().contains("X-Amz-Expires")).forEach(request -> refused(request, "after its time"));
        clock.advance(Duration.ofMinutes(45));
        recorded.forEach(request -> refused(request, "after its time"));
    }

    @Test
    void whatIsSignedInTheFutureIsRefused() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            refused(signed(random, KEY, REGION, SERVICE, NOW.plus(SignatureVerifier.SKEW_MAX).plusSeconds(1 + random.nextInt(100_000))), "seed " + seed);
        }
    }

    private static String hex(Random random, int digits) {
        byte[] bytes = new byte[digits / 2];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
