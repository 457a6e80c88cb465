package io.millrace.examples.video;

import java.io.InputStream;
import java.net.URI;
import java.util.Optional;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.kinesisvideoarchivedmedia.KinesisVideoArchivedMediaClient;
import software.amazon.awssdk.services.kinesisvideoarchivedmedia.KinesisVideoArchivedMediaClientBuilder;

/** Fetches media with GetMediaForFragmentList; endpoint, region and credentials are the environment's. */
final class AwsMedia implements Media {

    private final KinesisVideoArchivedMediaClient client;

    AwsMedia() {
        KinesisVideoArchivedMediaClientBuilder builder = KinesisVideoArchivedMediaClient.builder().httpClient(UrlConnectionHttpClient.create());
        Optional.ofNullable(System.getenv("AWS_ENDPOINT_URL")).map(URI::create).ifPresent(builder::endpointOverride);
        client = builder.build();
    }

    @Override
    public InputStream open(FragmentNotice fragment) {
        return client.getMediaForFragmentList(call -> call.streamName(fragment.streamName()).fragments(fragment.fragmentNumber()));
    }
}
