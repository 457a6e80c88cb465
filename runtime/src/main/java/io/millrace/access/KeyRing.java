package io.millrace.access;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The keys that are valid at one time, and the signing keys derived from them. A change of keys is a new ring, so that nothing
 * derived from a withdrawn key stays. Any thread.
 */
public final class KeyRing {

    /** Days and services are few; more than this is emptied and derived anew, four HMACs each. */
    static final int DERIVED_MAX = 1_000;

    private record DerivedFor(String keyId, Scope scope) {
    }

    private final Map<String, AccessKey> keys;
    private final Map<DerivedFor, byte[]> derived = new ConcurrentHashMap<>();

    /** @throws IllegalArgumentException when two keys have one id */
    public KeyRing(Collection<AccessKey> keys) {
        this.keys = keys.stream().collect(Collectors.toUnmodifiableMap(AccessKey::id, Function.identity(), (one, other) -> {
            throw new IllegalArgumentException("access key " + one.id() + " is there twice");
        }));
    }

    Optional<AccessKey> find(String id) {
        return Optional.ofNullable(keys.get(id));
    }

    /** Ask only for scopes that have been checked: each one is remembered. */
    byte[] signingKey(AccessKey key, Scope scope) {
        if (derived.size() >= DERIVED_MAX) {
            derived.clear();
        }
        return derived.computeIfAbsent(new DerivedFor(key.id(), scope), wanted -> derive(key, scope));
    }

    int derivedKeys() {
        return derived.size();
    }

    private static byte[] derive(AccessKey key, Scope scope) {
        byte[] day = Digests.hmac(("AWS4" + key.secret()).getBytes(StandardCharsets.UTF_8), scope.date());
        return Digests.hmac(Digests.hmac(Digests.hmac(day, scope.region()), scope.service()), scope.terminator());
    }
}
