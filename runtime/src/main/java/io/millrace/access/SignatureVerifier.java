package io.millrace.access;

import io.millrace.clock.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Verifies Signature Version 4 of requests. The head's verdict comes first; what is still to be seen of the body is the
 * {@link BodyProof} it returns. Pure but for the clock and the keys it asks; any thread, never blocks.
 *
 * <p>A request sent again within its time is accepted again, as AWS does: the signature has nothing that could be used up.
 */
public final class SignatureVerifier {

    /** How far a signature's time may be from ours, in either direction. */
    public static final Duration SKEW_MAX = Duration.ofMinutes(15);
    static final String INVALID_TOKEN = "The security token included in the request is invalid.";
    static final String MISMATCH = "The request signature we calculated does not match the signature you provided. Check your AWS Secret"
            + " Access Key and signing method. Consult the service documentation for details.";
    private static final String UNSIGNED_PAYLOAD = "UNSIGNED-PAYLOAD";

    private final Supplier<KeyRing> keys;
    private final String region;
    private final Clock clock;

    /** @param keys asked with every request */
    public SignatureVerifier(Supplier<KeyRing> keys, String region, Clock clock) {
        this.keys = keys;
        this.region = region;
        this.clock = clock;
    }

    /**
     * Verifies all that the head tells.
     *
     * @param service the one the signature must be for; empty for what belongs to none
     * @param rawBody whether the body is a stream of its own that no signature covers
     * @throws io.millrace.wire.WireException with an {@link AccessFault}
     */
    public BodyProof verify(RequestHead head, Optional<String> service, boolean rawBody) {
        Claim claim = ClaimReader.read(head);
        KeyRing ring = keys.get();
        AccessKey key = ring.find(claim.keyId()).orElseThrow(() -> AccessFault.UNKNOWN_KEY.because(INVALID_TOKEN));
        checkScope(claim, service);
        checkTime(claim);
        byte[] signingKey = ring.signingKey(key, claim.scope());
        if (rawBody) {
            return rawBody(head, claim, signingKey);
        }
        if (claim.declaredHash().isEmpty()) {
            return new HashProof(hash -> check(claim.expectedSignature(head, signingKey, hash), claim.signature()));
        }
        String declared = claim.declaredHash().get();
        check(claim.expectedSignature(head, signingKey, declared), claim.signature());
        if (declared.equals(UNSIGNED_PAYLOAD)) {
            return BodyProof.NONE;
        }
        return ChunkedForm.named(declared).<BodyProof>map(form -> new ChunkedProof(form, claim, signingKey, ChunkedLength.of(head)))
                .orElseGet(() -> new HashProof(hash -> check(hash, declared)));
    }

    /** The producers of such bodies declare one of several words, or sign the hash of no body at all without saying so. */
    private static BodyProof rawBody(RequestHead head, Claim claim, byte[] signingKey) {
        List<String> possible = claim.declaredHash().map(List::of).orElse(List.of(Digests.EMPTY_BODY, UNSIGNED_PAYLOAD));
        if (possible.stream().noneMatch(hash -> Digests.same(claim.expectedSignature(head, signingKey, hash), claim.signature()))) {
            throw AccessFault.INVALID.because(MISMATCH);
        }
        return BodyProof.NONE;
    }

    static void check(String expected, String given) {
        if (!Digests.same(expected, given)) {
            throw AccessFault.INVALID.because(MISMATCH);
        }
    }

    private void checkScope(Claim claim, Optional<String> service) {
        Scope scope = claim.scope();
        StringBuilder wrong = new StringBuilder();
        if (!scope.terminator().equals(Scope.TERMINATOR)) {
            wrong.append("Credential should be scoped with a valid terminator: 'aws4_request', not '").append(scope.terminator()).append("'. ");
        }
        if (!scope.region().equals(region)) {
            wrong.append("Credential should be scoped to a valid region, not '").append(scope.region()).append("'. ");
        }
        if (service.isPresent() && !scope.service().equals(service.get())) {
            wrong.append("Credential should be scoped to correct service: '").append(service.get()).append("'. ");
        }
        String date = Timestamps.date(claim.signedAt());
        if (!scope.date().equals(date)) {
            wrong.append("Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '").append(scope.date())
                    .append("' != '").append(date).append("', from '").append(Timestamps.write(claim.signedAt())).append("'.");
        }
        if (!wrong.isEmpty()) {
            throw AccessFault.INVALID.because(wrong.toString().strip());
        }
    }

    private void checkTime(Claim claim) {
        Instant now = Instant.ofEpochMilli(clock.millis()), latest = now.plus(SKEW_MAX);
        Duration validFor = claim.validFor().orElse(SKEW_MAX);
        Instant earliest = now.minus(validFor);
        if (claim.signedAt().isBefore(earliest)) {
            throw AccessFault.INVALID.because("Signature expired: " + Timestamps.write(claim.signedAt()) + " is now earlier than "
                    + Timestamps.write(earliest) + " (" + Timestamps.write(now) + " - " + said(validFor) + ")");
        }
        if (claim.signedAt().isAfter(latest)) {
            throw AccessFault.INVALID.because("Signature not yet current: " + Timestamps.write(claim.signedAt()) + " is still later than "
                    + Timestamps.write(latest) + " (" + Timestamps.write(now) + " + " + said(SKEW_MAX) + ")");
        }
    }

    private static String said(Duration span) {
        return span.equals(SKEW_MAX) ? SKEW_MAX.toMinutes() + " min." : span.toSeconds() + " sec.";
    }
}
