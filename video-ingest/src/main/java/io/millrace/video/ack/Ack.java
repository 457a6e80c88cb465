package io.millrace.video.ack;

import java.util.Optional;

/** One acknowledgement. A fragment's timecode is its cluster's as sent, in milliseconds; its number the 47 digits. */
public sealed interface Ack {

    /** A fragment has begun. */
    record Buffering(long timecode, String number) implements Ack {
    }

    /** A fragment has come whole. */
    record Received(long timecode, String number) implements Ack {
    }

    /** A fragment is durable. */
    record Persisted(long timecode, String number) implements Ack {
    }

    /** What was sent is refused, or could not be kept; the fragment, where one had begun. Nothing follows but the end. */
    record Failed(AckError error, Optional<Long> timecode, Optional<String> number) implements Ack {
    }

    /** Nothing has come for too long; nothing follows but the end. */
    record Idle() implements Ack {
    }

    /** As sent: a JSON object and a line feed. Neither numbers nor names need escaping. */
    default String line() {
        return switch (this) {
            case Buffering ack -> fragment("BUFFERING", ack.timecode, ack.number);
            case Received ack -> fragment("RECEIVED", ack.timecode, ack.number);
            case Persisted ack -> fragment("PERSISTED", ack.timecode, ack.number);
            case Failed ack -> "{\"EventType\":\"ERROR\"" + ack.timecode.map(timecode -> ",\"FragmentTimecode\":" + timecode).orElse("")
                    + ack.number.map(number -> ",\"FragmentNumber\":\"" + number + '"').orElse("")
                    + ",\"ErrorId\":" + ack.error.id() + ",\"ErrorCode\":\"" + ack.error + "\"}\n";
            case Idle ack -> "{\"EventType\":\"IDLE\"}\n";
        };
    }

    private static String fragment(String type, long timecode, String number) {
        return "{\"EventType\":\"" + type + "\",\"FragmentTimecode\":" + timecode + ",\"FragmentNumber\":\"" + number + "\"}\n";
    }
}
