package io.millrace.firehose.deliver;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * How S3-compatible stores are reached.
 *
 * @param endpoint        of the store; empty: AWS's own
 * @param region          requests are signed for
 * @param pathStyle       the bucket in the path rather than in the host; most stores other than AWS's want it
 * @param credentials     empty: from the environment, as the SDK finds them
 * @param chunkedEncoding whether bodies are sent in signed chunks; some stores keep the chunks' framing in the object
 * @param multipartAbove  bytes above which an object goes in parts
 * @param partBytes       of each part, at least 5 MiB but for the last; also what one request sends at most
 * @param connectTimeout  for a connection
 * @param requestTimeout  for a request with its body and its answer
 */
public record S3Settings(Optional<URI> endpoint, String region, boolean pathStyle, Optional<Credentials> credentials, boolean chunkedEncoding,
        long multipartAbove, long partBytes, Duration connectTimeout, Duration requestTimeout) {

    private static final long PART_BYTES_MIN = 5L * 1024 * 1024, PUT_BYTES_MAX = 5L * 1024 * 1024 * 1024;

    public S3Settings {
        if (partBytes < PART_BYTES_MIN || multipartAbove < 1 || multipartAbove > PUT_BYTES_MAX) {
            throw new IllegalArgumentException("parts of " + partBytes + " bytes above " + multipartAbove + ": S3 takes no parts below 5 MiB");
        }
    }

    /** Of this store, with the service's path style off and nothing else out of the ordinary. */
    public static S3Settings defaults() {
        return new S3Settings(Optional.empty(), "us-east-1", false, Optional.empty(), false, 16L * 1024 * 1024, 16L * 1024 * 1024,
                Duration.ofSeconds(10), Duration.ofMinutes(3));
    }

    /** An access key. */
    public record Credentials(String accessKeyId, String secretAccessKey, Optional<String> sessionToken) {

        /** Without the secrets. */
        @Override
        public String toString() {
            return "Credentials[" + accessKeyId + "]";
        }
    }
}
