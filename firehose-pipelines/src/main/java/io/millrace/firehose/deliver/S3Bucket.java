package io.millrace.firehose.deliver;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * A bucket of an S3-compatible store. Each request carries the MD5 of its bytes, which the store checks. Large objects go in parts; what
 * earlier attempts, also those of a server that was killed, left of such uploads is given up where the store lists them. The object's name
 * is the parcel's: delivered twice it is one object.
 */
public final class S3Bucket implements Destination {

    private static final Logger LOGGER = LoggerFactory.getLogger(S3Bucket.class);
    private static final int NOT_ALLOWED = 405, NOT_IMPLEMENTED = 501;
    private static final String CONTENT_TYPE = "application/octet-stream";

    private final S3Client client;
    private final String bucket;
    private final Optional<String> kmsKeyArn;
    private final S3Settings settings;

    /** @param client closed with the destination, by which it is not shared */
    S3Bucket(S3Client client, String bucket, Optional<String> kmsKeyArn, S3Settings settings) {
        this.client = client;
        this.bucket = bucket;
        this.kmsKeyArn = kmsKeyArn;
        this.settings = settings;
    }

    /** @param kmsKeyArn key for SSE-KMS, told to the store */
    public static S3Bucket open(S3Settings settings, String bucket, Optional<String> kmsKeyArn) {
        return new S3Bucket(S3Clients.open(settings), bucket, kmsKeyArn, settings);
    }

    @Override
    public Receipt deliver(Parcel parcel) {
        try {
            if (parcel.content().lengthBytes() <= settings.multipartAbove()) {
                put(parcel);
            } else {
                putInParts(parcel);
            }
            return new Receipt.Delivered();
        } catch (S3Exception e) {
            String code = e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorCode();
            return new Receipt.Retryable("S3." + (code == null ? e.statusCode() : code), e.getMessage(), Optional.empty());
        } catch (SdkException | IOException e) {
            return new Receipt.Retryable("S3.ConnectionFailed", String.valueOf(e.getMessage()), Optional.empty());
        }
    }

    @Override
    public void close() {
        client.close();
    }

    private void put(Parcel parcel) throws IOException {
        ContentSlice whole = new ContentSlice(parcel.content(), 0, parcel.content().lengthBytes());
        String md5 = whole.md5();
        client.putObject(request -> {
            request.bucket(bucket).key(parcel.name()).contentMD5(md5).contentType(CONTENT_TYPE);
            kmsKeyArn.ifPresent(key -> request.serverSideEncryption(ServerSideEncryption.AWS_KMS).ssekmsKeyId(key));
        }, body(whole));
    }

    private void putInParts(Parcel parcel) throws IOException {
        String upload = client.createMultipartUpload(request -> {
            request.bucket(bucket).key(parcel.name()).contentType(CONTENT_TYPE);
            kmsKeyArn.ifPresent(key -> request.serverSideEncryption(ServerSideEncryption.AWS_KMS).ssekmsKeyId(key));
        }).uploadId();
        try {
            abandonOthers(parcel.name(), upload);
            List<CompletedPart> parts = putParts(parcel, upload);
            client.completeMultipartUpload(request -> request.bucket(bucket).key(parcel.name()).uploadId(upload)
                    .multipartUpload(done -> done.parts(parts)));
        } catch (SdkException | IOException e) {
            abandon(parcel.name(), upload, e);
            throw e;
        }
    }

    private List<CompletedPart> putParts(Parcel parcel, String upload) throws IOException {
        List<CompletedPart> parts = new ArrayList<>();
        long length = parcel.content().lengthBytes();
        for (long from = 0; from < length; from += settings.partBytes()) {
            int number = parts.size() + 1;
            ContentSlice part = new ContentSlice(parcel.content(), from, Math.min(settings.partBytes(), length - from));
            String md5 = part.md5();
            UploadPartResponse response = client.uploadPart(request -> request.bucket(bucket).key(parcel.name()).uploadId(upload)
                    .partNumber(number).contentMD5(md5), body(part));
            parts.add(CompletedPart.builder().partNumber(number).eTag(response.eTag()).build());
        }
        return parts;
    }

    /**
     * A crash leaves an upload that nobody completes, and so does a creation whose answer was lost, which the client sends again; stores bill for
     * their parts.
     */
    private void abandonOthers(String key, String own) {
        List<MultipartUpload> uploads;
        try {
            uploads = client.listMultipartUploads(request -> request.bucket(bucket).prefix(key)).uploads();
        } catch (S3Exception e) {
            if (e.statusCode() != NOT_ALLOWED && e.statusCode() != NOT_IMPLEMENTED) {
                throw e;
            }
            LOGGER.atDebug().addKeyValue("bucket", bucket).addKeyValue("key", key).setCause(e).log("the store does not list uploads");
            return;
        }
        for (MultipartUpload left : uploads) {
            if (left.key().equals(key) && !left.uploadId().equals(own)) {
                client.abortMultipartUpload(request -> request.bucket(bucket).key(key).uploadId(left.uploadId()));
            }
        }
    }

    /** The next attempt abandons what this cannot. */
    private void abandon(String key, String upload, Exception cause) {
        try {
            client.abortMultipartUpload(request -> request.bucket(bucket).key(key).uploadId(upload));
        } catch (SdkException e) {
            cause.addSuppressed(e);
        }
    }

    private static RequestBody body(ContentSlice slice) {
        return RequestBody.fromContentProvider(slice::openUnchecked, slice.lengthBytes(), CONTENT_TYPE);
    }
}
