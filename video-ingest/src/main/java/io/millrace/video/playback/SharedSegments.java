package io.millrace.video.playback;

import io.millrace.stream.StreamId;
import io.millrace.video.fragment.FragmentNumber;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Segments that several viewers watch at about the same time: made by the first who asks, held for the others while there is room. What
 * someone writes from is never let go, so what is held stays within the budget; who finds no room packages for itself. Any thread; the
 * lock is held for a few instructions.
 */
public final class SharedSegments {

    private final long bytesMax;
    private final LinkedHashMap<Key, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    /** @param bytesMax of all that is held and being made */
    public SharedSegments(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /**
     * Everything that a segment depends on.
     *
     * @param startMillis when it begins on the viewer's timeline
     * @param nextMillis  when the next one does, if that follows without a gap
     */
    public record Key(StreamId stream, FragmentNumber fragment, long track, long startMillis, OptionalLong nextMillis) {
    }

    private static final class Entry {
        private final CompletableFuture<PackagedSegment> made = new CompletableFuture<>();
        private long bytes;
        private int users = 1;

        Entry(long bytes) {
            this.bytes = bytes;
        }
    }

    /** A segment that stays until it is closed. */
    public final class Held implements AutoCloseable {
        private final Entry entry;
        private final PackagedSegment segment;

        private Held(Entry entry, PackagedSegment segment) {
            this.entry = entry;
            this.segment = segment;
        }

        public PackagedSegment segment() {
            return segment;
        }

        @Override
        public void close() {
            leave(entry);
        }
    }

    /**
     * The segment, made by this call, waited for while another call makes it, or there already; fails with what its making failed with,
     * and is then not held. Empty when there is no room for it.
     *
     * @param fragmentBytes of the whole fragment
     */
    public Optional<Held> take(Key key, long fragmentBytes, Supplier<PackagedSegment> making) {
        boolean isMine = false;
        Entry entry;
        synchronized (this) {
            entry = entries.get(key);
            if (entry != null) {
                entry.users++;
            } else if (makeRoom(PackagedSegment.makingBytes(fragmentBytes))) {
                isMine = true;
                entry = new Entry(PackagedSegment.makingBytes(fragmentBytes));
                bytes += entry.bytes;
                entries.put(key, entry);
            } else {
                return Optional.empty();
            }
        }
        if (isMine) {
            make(key, entry, making);
        }
        try {
            return Optional.of(new Held(entry, Waiting.on(entry.made)));
        } catch (RuntimeException failure) {
            leave(entry);
            throw failure;
        }
    }

    private void make(Key key, Entry entry, Supplier<PackagedSegment> making) {
        try {
            PackagedSegment segment = making.get();
            synchronized (this) {
                bytes += segment.lengthBytes() - entry.bytes;
                entry.bytes = segment.lengthBytes();
            }
            entry.made.complete(segment);
        } catch (RuntimeException | Error failure) {
            synchronized (this) {
                entries.remove(key);
                bytes -= entry.bytes;
            }
            entry.made.completeExceptionally(failure);
        }
    }

    private synchronized void leave(Entry entry) {
        entry.users--;
    }

    /** Lets go of what nobody writes from, the least recently asked for first. */
    private boolean makeRoom(long wanted) {
        if (wanted > bytesMax) {
            return false;
        }
        Iterator<Map.Entry<Key, Entry>> oldest = entries.entrySet().iterator();
        while (bytes + wanted > bytesMax && oldest.hasNext()) {
            Entry entry = oldest.next().getValue();
            if (entry.users == 0) {
                bytes -= entry.bytes;
                oldest.remove();
            }
        }
        return bytes + wanted <= bytesMax;
    }

    /** Of all that is held and being made. */
    synchronized long heldBytes() {
        return bytes;
    }
}
