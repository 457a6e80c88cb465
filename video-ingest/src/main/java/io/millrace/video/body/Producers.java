package io.millrace.video.body;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.millrace.stream.StreamId;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;

/** Who sends to which stream: one at a time. Any thread. */
final class Producers {

    private final ConcurrentHashMap<StreamId, PutMediaConnection> byStream = new ConcurrentHashMap<>();
    private final Duration silentAfter;

    Producers(Duration silentAfter, MeterRegistry meters) {
        this.silentAfter = silentAfter;
        meters.gaugeMapSize("millrace.video.producers", Tags.empty(), byStream);
    }

    /** Makes the connection the stream's; false while another one really sends. One that has fallen silent gives way. */
    boolean enter(StreamId stream, PutMediaConnection connection) {
        PutMediaConnection[] replaced = new PutMediaConnection[1];
        PutMediaConnection now = byStream.compute(stream, (id, before) -> {
            if (before != null && before.silence().compareTo(silentAfter) < 0) {
                return before;
            }
            replaced[0] = before;
            return connection;
        });
        if (replaced[0] != null) {
            replaced[0].giveWay();
        }
        return now == connection;
    }

    void leave(StreamId stream, PutMediaConnection connection) {
        byStream.remove(stream, connection);
    }
}
