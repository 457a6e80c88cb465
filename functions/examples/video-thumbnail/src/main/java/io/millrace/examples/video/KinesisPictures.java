package io.millrace.examples.video;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** Puts pictures to the Kinesis stream that {@code THUMBNAIL_STREAM} names, keyed by video stream and fragment. */
final class KinesisPictures implements Pictures {

    private final KinesisClient kinesis = KinesisClient.builder().httpClient(UrlConnectionHttpClient.create()).build();
    private final String stream = System.getenv().getOrDefault("THUMBNAIL_STREAM", "thumbnails");

    @Override
    public void put(FragmentNotice fragment, byte[] jpeg) {
        kinesis.putRecord(call -> call.streamName(stream).partitionKey(fragment.streamName() + "/" + fragment.fragmentNumber())
                .data(SdkBytes.fromByteArrayUnsafe(jpeg)));
    }
}
