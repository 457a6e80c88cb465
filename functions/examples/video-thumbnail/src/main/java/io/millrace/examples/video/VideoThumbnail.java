package io.millrace.examples.video;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/** Makes a picture of every fragment it is told of. What cannot be fetched or decoded fails the batch, which then comes again. */
public final class VideoThumbnail implements RequestHandler<KinesisEvent, Map<String, Integer>> {

    private final Media media;
    private final Pictures pictures;

    /** What Lambda calls. */
    public VideoThumbnail() {
        this(new AwsMedia(), new KinesisPictures());
    }

    VideoThumbnail(Media media, Pictures pictures) {
        this.media = media;
        this.pictures = pictures;
    }

    @Override
    public Map<String, Integer> handleRequest(KinesisEvent event, Context context) {
        for (KinesisEvent.KinesisEventRecord record : event.getRecords()) {
            FragmentNotice fragment = FragmentNotice.parse(record.getKinesis().getData());
            try (InputStream in = media.open(fragment)) {
                pictures.put(fragment, Ffmpeg.firstFrame(in));
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
        return Map.of("pictures", event.getRecords().size());
    }
}
