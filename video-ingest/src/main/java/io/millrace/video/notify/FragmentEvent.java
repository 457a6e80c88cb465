package io.millrace.video.notify;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.video.fragment.Fragment;
import io.millrace.video.fragment.FragmentTag;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/**
 * A fragment as functions are told of it: JSON, with times in seconds since the epoch as the video APIs have them, and the call that
 * gives its media. Pure.
 */
final class FragmentEvent {

    private FragmentEvent() {
    }

    static byte[] of(Notification notification, Fragment fragment) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("NotificationType", "PERSISTED").put("StreamName", notification.videoName()).put("StreamArn", notification.videoArn());
        event.put("FragmentNumber", fragment.number().wire());
        event.put("ProducerTimestamp", seconds(fragment.producerTimeMillis())).put("ServerTimestamp", seconds(fragment.serverTimeMillis()));
        event.put("FragmentLengthInMilliseconds", fragment.durationMillis()).put("FragmentSizeInBytes", fragment.bytes());
        ObjectNode tags = event.putObject("Tags");
        for (FragmentTag tag : fragment.tags()) {
            tags.put(tag.name(), tag.value());
        }
        ObjectNode fetch = event.putObject("Fetch");
        fetch.put("Method", "POST").put("Path", "/getMediaForFragmentList");
        fetch.putObject("Body").put("StreamName", notification.videoName()).putArray("Fragments").add(fragment.number().wire());
        return event.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static BigDecimal seconds(long millis) {
        return BigDecimal.valueOf(millis, 3);
    }
}
