package io.millrace.video.stream;

import io.millrace.identity.Identity;
import io.millrace.stream.StreamId;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A video stream.
 *
 * @param id              of this creation
 * @param name            1 to 256 of {@code [a-zA-Z0-9_.-]}
 * @param createdAtMillis since the epoch; part of the ARN
 * @param version         of its settings, new with each change; 1 to 64 letters and digits
 * @param deviceName      empty: none
 * @param mediaType       empty: none
 * @param retentionHours  0 to {@value #RETENTION_HOURS_MAX}; 0 keeps a few minutes and acknowledges nothing as PERSISTED
 * @param tags            at most {@value #TAGS_MAX}
 */
public record VideoStream(StreamId id, String name, long createdAtMillis, String version, Optional<String> deviceName,
        Optional<String> mediaType, int retentionHours, Map<String, String> tags) {

    /** Ten years. */
    public static final int RETENTION_HOURS_MAX = 87_600;
    public static final int TAGS_MAX = 50;

    public VideoStream {
        if (name.isEmpty() || version.isEmpty() || retentionHours < 0 || retentionHours > RETENTION_HOURS_MAX || tags.size() > TAGS_MAX) {
            throw new IllegalArgumentException("not a video stream: " + name + ", " + version + ", " + retentionHours + ", " + tags.size());
        }
        tags = Map.copyOf(tags);
    }

    public String arn(Identity identity) {
        return identity.arn("kinesisvideo", "stream/" + name + "/" + createdAtMillis);
    }

    /** How long fragments are kept; zero is a stream without an archive. */
    public Duration retention() {
        return Duration.ofHours(retentionHours);
    }

    VideoStream withVersion(String newVersion) {
        return new VideoStream(id, name, createdAtMillis, newVersion, deviceName, mediaType, retentionHours, tags);
    }

    /** Values that are not given stay. */
    public VideoStream described(Optional<String> newDeviceName, Optional<String> newMediaType) {
        return new VideoStream(id, name, createdAtMillis, version, newDeviceName.or(this::deviceName), newMediaType.or(this::mediaType),
                retentionHours, tags);
    }

    public VideoStream keeping(int newRetentionHours) {
        return new VideoStream(id, name, createdAtMillis, version, deviceName, mediaType, newRetentionHours, tags);
    }

    public VideoStream tagged(Map<String, String> newTags) {
        return new VideoStream(id, name, createdAtMillis, version, deviceName, mediaType, retentionHours, new TreeMap<>(newTags));
    }
}
