package io.millrace.firehose.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

class S3BucketContractTest extends DestinationContractTest {

    private static final String BUCKET = "deliveries";
    private static StoreProcess store;
    private static S3Bucket bucket;

    @BeforeAll
    static void start() throws IOException {
        store = StoreProcess.start(BUCKET);
        bucket = S3Bucket.open(store.settings(), BUCKET, Optional.empty());
    }

    @AfterAll
    static void stop() {
        bucket.close();
        store.close();
    }

    @Override
    protected Destination destination() {
        return bucket;
    }

    @Override
    protected Optional<byte[]> stored(String name) {
        try {
            return Optional.of(store.client().getObjectAsBytes(request -> request.bucket(BUCKET).key(name)).asByteArray());
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        }
    }

    @Test
    void aBucketThatIsNotThereIsRetried() {
        try (S3Bucket missing = S3Bucket.open(store.settings(), "missing", Optional.empty())) {
            assertThat(missing.deliver(new Parcel("x", new Bytes(new byte[10]), 1)))
                    .isInstanceOfSatisfying(Receipt.Retryable.class, receipt -> assertThat(receipt.code()).isEqualTo("S3.NoSuchBucket"));
        }
    }

    @Test
    void aContentThatFailsHalfwayLeavesNoObjectAndNoUpload() {
        Content failing = new Bytes(new byte[12 * 1024 * 1024]) {
            private int opened;

            @Override
            public InputStream open() throws IOException {
                if (++opened > 3) {
                    throw new IOException("the spool is damaged");
                }
                return super.open();
            }
        };
        assertThat(bucket.deliver(new Parcel("failing", failing, 1))).isInstanceOf(Receipt.Retryable.class);
        assertThat(stored("failing")).isEmpty();
        assertThat(store.client().listMultipartUploads(request -> request.bucket(BUCKET)).uploads()).isEmpty();
    }

    @Test
    void theNextAttemptGivesUpWhatACrashLeftOfTheUpload() {
        store.client().createMultipartUpload(request -> request.bucket(BUCKET).key("crashed"));
        store.client().createMultipartUpload(request -> request.bucket(BUCKET).key("crashed-not"));
        byte[] bytes = new byte[6 * 1024 * 1024];
        new Random(1).nextBytes(bytes);
        assertThat(bucket.deliver(new Parcel("crashed", new Bytes(bytes), 1))).isInstanceOf(Receipt.Delivered.class);
        assertThat(stored("crashed")).hasValueSatisfying(found -> assertThat(found).isEqualTo(bytes));
        assertThat(store.client().listMultipartUploads(request -> request.bucket(BUCKET)).uploads()).extracting("key").containsExactly("crashed-not");
        store.client().listMultipartUploads(request -> request.bucket(BUCKET)).uploads().forEach(left ->
                store.client().abortMultipartUpload(request -> request.bucket(BUCKET).key(left.key()).uploadId(left.uploadId())));
    }

    @Test
    void anUploadWhoseIdIsNeverToldIsGivenUp() throws IOException {
        try (LossyRelay relay = new LossyRelay(store.port());
                S3Bucket lossy = S3Bucket.open(store.settings(relay.port()), BUCKET, Optional.empty())) {
            assertThat(lossy.deliver(new Parcel("unheard", new Bytes(new byte[6 * 1024 * 1024]), 1))).isInstanceOf(Receipt.Delivered.class);
            assertThat(relay.lost()).isOne();
        }
        assertThat(stored("unheard")).isPresent();
        assertThat(store.client().listMultipartUploads(request -> request.bucket(BUCKET)).uploads()).isEmpty();
    }

    /** Content in memory. */
    static class Bytes implements Content {

        private final byte[] bytes;

        Bytes(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public long lengthBytes() {
            return bytes.length;
        }

        @Override
        public InputStream open() throws IOException {
            return new ByteArrayInputStream(bytes);
        }
    }
}
