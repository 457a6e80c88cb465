package io.millrace.access;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a request says about its signature, well formed but not yet believed.
 *
 * @param keyId          the access key's
 * @param signedAt       whole seconds
 * @param canonicalQuery all parameters but the signature itself, sorted and encoded
 * @param validFor       of a signature in the query; empty for one in the header
 * @param declaredHash   of the payload, or the word that stands for it
 * @param signature      64 hexadecimal digits, if it is one
 */
record Claim(String keyId, Scope scope, Instant signedAt, List<String> signedHeaders, String canonicalQuery, Optional<Duration> validFor,
        Optional<String> declaredHash, String signature) {

    static final String ALGORITHM = "AWS4-HMAC-SHA256";

    /** The signature of this claim over a payload hash by a key. */
    String expectedSignature(RequestHead head, byte[] signingKey, String payloadHash) {
        String request = CanonicalRequest.of(head, canonicalQuery, signedHeaders, payloadHash);
        return sign(signingKey, ALGORITHM, Digests.hexSha256(request));
    }

    /** Signs lines under this claim's time and scope. */
    String sign(byte[] signingKey, String algorithm, String lines) {
        return Digests.hex(Digests.hmac(signingKey, algorithm + "\n" + Timestamps.write(signedAt) + "\n" + scope.wire() + "\n" + lines));
    }
}
