package io.millrace.firehose.prefix;

import java.util.UUID;
import java.util.random.RandomGenerator;

/** Names of requests: a UUID each, which the manifest keeps over all attempts. */
public final class RequestIds implements ObjectNaming {

    private final RandomGenerator random;

    public RequestIds(RandomGenerator random) {
        this.random = random;
    }

    @Override
    public String name(ObjectTraits object) {
        return next(random).toString();
    }

    /** A UUID of version 4. */
    static UUID next(RandomGenerator random) {
        long version = 4L << 12, variant = 2L << 62;
        return new UUID(random.nextLong() & ~0xF000L | version, random.nextLong() & ~(3L << 62) | variant);
    }
}
