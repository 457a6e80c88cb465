package io.millrace.access;

import java.security.MessageDigest;
import java.util.function.Consumer;

/** The body's hash decides: it is the one declared, or the signature is over it. */
final class HashProof implements BodyProof {

    private final MessageDigest digest = Digests.sha256();
    private final Consumer<String> verdict;

    /** @param verdict throws when the hash is not right */
    HashProof(Consumer<String> verdict) {
        this.verdict = verdict;
    }

    @Override
    public int take(byte[] bytes, int offset, int length) {
        digest.update(bytes, offset, length);
        return length;
    }

    @Override
    public void end() {
        verdict.accept(Digests.hex(digest.digest()));
    }
}
