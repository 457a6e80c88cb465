package io.millrace.catalog.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

import io.millrace.journal.Frame;

/** The catalog's frame types, and what a row of frames adds up to. One thread changes it; any may read {@link #byName}. */
final class CatalogFrames {

    static final int CHANGE = 1, COUNTERS = 2;

    private final ConcurrentSkipListMap<String, StoredChange> entries = new ConcurrentSkipListMap<>();
    private long lastNumber;
    private int epoch;

    /** Reads frames in order; fails on a type or layout it does not know. */
    static CatalogFrames of(List<Frame> frames) throws IOException {
        CatalogFrames state = new CatalogFrames();
        for (Frame frame : frames) {
            switch (frame.type()) {
                case CHANGE -> state.apply(StoredChange.decode(frame.payload()));
                case COUNTERS -> {
                    ByteBuffer counters = ByteBuffer.wrap(frame.payload());
                    state.lastNumber = Math.max(state.lastNumber, counters.getLong());
                    state.epoch = Math.max(state.epoch, counters.getInt());
                }
                default -> throw new IOException("catalog journal has a frame of unknown type " + frame.type());
            }
        }
        return state;
    }

    /** A frame that says which number and epoch were given last. */
    static Frame counters(long lastNumber, int epoch) {
        return new Frame(COUNTERS, ByteBuffer.allocate(12).putLong(lastNumber).putInt(epoch).array());
    }

    void apply(StoredChange change) {
        lastNumber = Math.max(lastNumber, change.number());
        for (StoredChange.StoredWrite write : change.writes()) {
            String name = CatalogImage.name(write.kind(), write.key());
            if (write.value().isPresent()) {
                entries.put(name, new StoredChange(change.number(), List.of(write)));
            } else {
                entries.remove(name);
            }
        }
    }

    /** The frames a new generation begins with. */
    List<Frame> snapshot(long number, int atEpoch) {
        List<Frame> frames = new ArrayList<>(entries.size() + 1);
        frames.add(counters(number, atEpoch));
        entries.values().forEach(change -> frames.add(new Frame(CHANGE, change.encode())));
        return frames;
    }

    Iterable<StoredChange> entries() {
        return entries.values();
    }

    /** Each entry as a change with one write, by {@link CatalogImage#name}. */
    ConcurrentNavigableMap<String, StoredChange> byName() {
        return entries;
    }

    long lastNumber() {
        return lastNumber;
    }

    int epoch() {
        return epoch;
    }
}
