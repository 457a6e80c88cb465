package io.millrace.video.notify;

import io.millrace.catalog.Kind;
import io.millrace.stream.StreamId;
import io.millrace.stream.StreamName;
import io.millrace.video.fragment.FragmentNumber;
import java.util.Locale;

/**
 * Where a video stream's fragments are told of.
 *
 * @param video       this creation of the stream
 * @param videoName   its name
 * @param videoArn    its ARN
 * @param isEnabled   whether they are
 * @param uri         the destination as it was given
 * @param destination the Kinesis stream that it names
 * @param after       the fragment that was the last one when the notification was enabled: it begins behind it
 */
public record Notification(StreamId video, String videoName, String videoArn, boolean isEnabled, String uri, StreamName destination,
        FragmentNumber after) {

    /** In the catalog, by {@link #key}. */
    public static final Kind<Notification> KIND = new Kind<>("video-notification", new NotificationCodec());

    static String key(StreamId video) {
        return String.format(Locale.ROOT, "%016x", video.value());
    }

    String checkpointOwner() {
        return "video-notification/" + key(video);
    }
}
