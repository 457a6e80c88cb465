package io.millrace.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.clock.ManualClock;
import io.millrace.wire.WireException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signatures that AWS publishes: its Signature Version 4 test suite, and the examples of the S3 API reference. */
class AwsExamplesTest {

    private static final AccessKey SUITE_KEY = new AccessKey("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"),
            S3_KEY = new AccessKey("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    private static final String SUITE_CREDENTIAL = "AKIDEXAMPLE/20150830/us-east-1/service/aws4_request",
            S3_CREDENTIAL = "AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request";
    private static final String SEED_SIGNED = "content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class";

    private final SignatureVerifier suite = verifier(SUITE_KEY, "2015-08-30T12:36:00Z"), s3 = verifier(S3_KEY, "2013-05-24T00:00:00Z");

    private static SignatureVerifier verifier(AccessKey key, String now) {
        KeyRing ring = new KeyRing(List.of(key));
        return new SignatureVerifier(() -> ring, "us-east-1", new ManualClock(Instant.parse(now).toEpochMilli()));
    }

    private static HandRequest suite(String method, String path, String query, Map<String, String> more, String signed, String signature, String body) {
        Map<String, String> headers = new HashMap<>(Map.of("Host", "example.amazonaws.com", "X-Amz-Date", "20150830T123600Z",
                "Authorization", "AWS4-HMAC-SHA256 Credential=" + SUITE_CREDENTIAL + ", SignedHeaders=" + signed + ", Signature=" + signature));
        headers.putAll(more);
        return HandRequest.of(method, path, query, headers, body);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(nullValues = "-", value = {
        "get-vanilla,                         GET,  /,            '',                            5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
        "get-vanilla-query-order-key-case,    GET,  /,            'Param2=value2&Param1=value1', b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
        "post-vanilla,                        POST, /,            '',                            5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
        "get-relative-normalized,             GET,  /example/..,  '',                            5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
        "get-relative-relative-normalized,    GET,  /example1/example2/../.., '',                5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
        "get-slash-normalized,                GET,  //,           '',                            5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
        "get-slash-dot-slash-normalized,      GET,  /./,          '',                            5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"})
    void theSuitesRequestsAreTaken(String name, String method, String path, String query, String signature) {
        assertThat(suite(method, path, query, Map.of(), "host;x-amz-date", signature, "").verifiedBy(suite, Optional.of("service"), 1)).isEmpty();
        assertThatThrownBy(() -> suite(method, path, query + "&a=b", Map.of(), "host;x-amz-date", signature, "")
                .verifiedBy(suite, Optional.of("service"), 1)).isInstanceOf(WireException.class);
    }

    @Test
    void repeatedHeadersAreJoinedAndSpacesFolded() {
        HandRequest duplicate = suite("GET", "/", "", Map.of(), "host;my-header1;x-amz-date",
                "c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea", "").withHeader("my-header1", "value2", "value2", "value1");

        assertThat(duplicate.verifiedBy(suite, Optional.of("service"), 1)).isEmpty();
        assertThat(duplicate.withHeader("my-header1", " value2  ", "value2", "  value1").verifiedBy(suite, Optional.of("service"), 1)).isEmpty();
        assertThatThrownBy(() -> duplicate.withHeader("my-header1", "value2", "value1", "value2").verifiedBy(suite, Optional.of("service"), 1))
                .isInstanceOf(WireException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 1000, 65_536, 1_000_000})
    void theChunkedUploadIsTakenHoweverItIsCut(int cut) {
        byte[] payload = theChunkedUpload().verifiedBy(s3, Optional.of("s3"), cut);

        assertThat(payload).hasSize(66_560).containsOnly('a');
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 13, 1_000_000})
    void theChunkedUploadWithATrailerIsTakenHoweverItIsCut(int cut) {
        byte[] payload = theUploadWithATrailer().verifiedBy(s3, Optional.of("s3"), cut);

        assertThat(payload).hasSize(66_560).containsOnly('a');
    }

    @Test
    void noByteOfAChunkedUploadCanBeChanged() {
        for (HandRequest upload : List.of(theChunkedUpload(), theUploadWithATrailer())) {
            int length = upload.body().length;
            for (int at = 0; at < length; at += at < 200 || at > length - 600 || Math.abs(at - 65_630) < 200 ? 1 : 997) {
                byte[] body = upload.body().clone();
                body[at] ^= 0x01;
                HandRequest altered = upload.withBody(body);
                assertThatThrownBy(() -> altered.verifiedBy(s3, Optional.of("s3"), 4_096)).as("byte %d", at).isInstanceOf(WireException.class);
            }
            for (int end : new int[] {0, 1, 100, 65_622, length - 400, length - 2, length - 1}) {
                HandRequest shortened = upload.withBody(Arrays.copyOf(upload.body(), end));
                assertThatThrownBy(() -> shortened.verifiedBy(s3, Optional.of("s3"), 4_096)).as("to %d", end).isInstanceOf(WireException.class);
            }
            HandRequest lengthened = upload.withBody(Arrays.copyOf(upload.body(), length + 1));
            assertThatThrownBy(() -> lengthened.verifiedBy(s3, Optional.of("s3"), 4_096)).isInstanceOf(WireException.class);
        }
    }

    private static HandRequest theChunkedUpload() {
        String body = chunk(65_536, "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648")
                + chunk(1_024, "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497")
                + chunk(0, "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9");
        return upload("STREAMING-AWS4-HMAC-SHA256-PAYLOAD", SEED_SIGNED,
                "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9", body).withHeader("content-length", "66824");
    }

    private static HandRequest theUploadWithATrailer() {
        String last = "0;chunk-signature=2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992\r\n";
        String body = chunk(65_536, "b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2")
                + chunk(1_024, "1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7") + last + "x-amz-checksum-crc32c:sOO8/Q==\r\n"
                + "x-amz-trailer-signature:d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435\r\n\r\n";
        return upload("STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
                "content-encoding;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class;x-amz-trailer",
                "106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e", body).withHeader("x-amz-trailer", "x-amz-checksum-crc32c");
    }

    private static HandRequest upload(String form, String signed, String signature, String body) {
        return HandRequest.of("PUT", "/examplebucket/chunkObject.txt", "", Map.of("Host", "s3.amazonaws.com", "x-amz-date", "20130524T000000Z",
                "x-amz-storage-class", "REDUCED_REDUNDANCY", "x-amz-content-sha256", form, "Content-Encoding", "aws-chunked",
                "x-amz-decoded-content-length", "66560",
                "Authorization", "AWS4-HMAC-SHA256 Credential=" + S3_CREDENTIAL + ",SignedHeaders=" + signed + ",Signature=" + signature), body);
    }

    private static String chunk(int length, String signature) {
        return Integer.toHexString(length) + ";chunk-signature=" + signature + "\r\n" + "a".repeat(length) + "\r\n";
    }
}
