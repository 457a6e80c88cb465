package io.millrace.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A bucket of a store. An object that was read is not read again: a name is for the same bytes always. One thread. */
final class StoreBucket implements Objects {

    private final S3Client client;
    private final String name;
    private final Map<String, List<String>> read = new HashMap<>();

    StoreBucket(S3Client client, String name) {
        this.client = client;
        this.name = name;
    }

    @Override
    public Map<String, Integer> ids() {
        Map<String, Integer> found = new HashMap<>();
        for (S3Object object : objects()) {
            idsOf(object.key()).forEach(id -> found.merge(id, 1, Integer::sum));
        }
        return found;
    }

    @Override
    public int count() {
        return objects().size();
    }

    long largestBytes() {
        return objects().stream().mapToLong(S3Object::size).max().orElse(0);
    }

    /** Uploads in parts that nobody completed or gave up. */
    int unfinishedUploads() {
        return client.listMultipartUploads(request -> request.bucket(name)).uploads().size();
    }

    private List<S3Object> objects() {
        return client.listObjectsV2Paginator(request -> request.bucket(name)).contents().stream().toList();
    }

    /** None of what the store lists and does not have yet. */
    private List<String> idsOf(String key) {
        try {
            return read.computeIfAbsent(key, this::read);
        } catch (NoSuchKeyException notYet) {
            return List.of();
        }
    }

    private List<String> read(String key) {
        try (InputStream object = client.getObjectAsBytes(request -> request.bucket(name).key(key)).asInputStream()) {
            return Objects.text(key, object).lines().map(Depositors::id).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(key, e);
        }
    }
}
