package io.millrace.video.playback.media;

import io.millrace.stream.StreamId;
import io.millrace.video.api.VideoFault;
import java.util.HashMap;
import java.util.Map;

/** How many read a stream live. Any thread. */
final class ViewerSlots {

    private final int slotsMax;
    private final Map<StreamId, Integer> taken = new HashMap<>();

    ViewerSlots(int slotsMax) {
        this.slotsMax = slotsMax;
    }

    /** A place, until it is closed. */
    @FunctionalInterface
    interface Slot extends AutoCloseable {
        @Override
        void close();
    }

    /** @throws io.millrace.wire.WireException ConnectionLimitExceededException when all are taken */
    synchronized Slot take(StreamId stream) {
        if (taken.getOrDefault(stream, 0) >= slotsMax) {
            throw VideoFault.CONNECTION_LIMIT.because("There are " + slotsMax + " GetMedia connections to the stream already.");
        }
        taken.merge(stream, 1, Integer::sum);
        return () -> leave(stream);
    }

    private synchronized void leave(StreamId stream) {
        taken.computeIfPresent(stream, (id, count) -> count > 1 ? count - 1 : null);
    }
}
