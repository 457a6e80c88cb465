package io.millrace.functions.messaging;

import io.millrace.checkpoint.Checkpoint;
import io.millrace.checkpoint.CheckpointKey;
import io.millrace.stream.Position;
import io.millrace.stream.ReadLimit;
import io.millrace.stream.RecordStore;
import io.millrace.stream.ShardKey;
import io.millrace.stream.Slice;
import io.millrace.stream.StoreException;
import io.millrace.stream.StreamRecord;
import io.millrace.stream.access.LocalStreams;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One shard of an incoming channel: reads ahead within its share, and keeps the checkpoint. On the channel's loop. */
final class ShardIntake {

    private static final Logger LOGGER = LoggerFactory.getLogger(ShardIntake.class);
    private static final Duration AGAIN = Duration.ofSeconds(1);
    private static final ReadLimit ONE_RECORD = new ReadLimit(1, 1);

    private final ShardKey shard;
    private final CheckpointKey checkpoint;
    private final LocalStreams streams;
    private final ChannelLoop loop;
    private final Listener listener;
    private final AckRun run;
    private final Deque<StreamRecord> pending = new ArrayDeque<>();
    private Optional<Position> end = Optional.empty();
    private RecordStore.Subscription subscription;
    private Subscriber subscriber;
    private Position head;
    private int held;
    private long heldBytes;
    private boolean asked;
    private boolean probing;
    private boolean stopped;
    private boolean closed;

    /** What the channel is told, on its loop. */
    interface Listener {
        /** There are records to be taken. */
        void arrived();

        /** All of the closed shard's records are done. */
        void drained(ShardIntake intake);

        /** Its stream is gone. */
        void gone();

        /** How many records it may hold. */
        int shareRecords();

        /** And how many bytes. */
        int shareBytes();
    }

    ShardIntake(ShardKey shard, CheckpointKey checkpoint, Position from, LocalStreams streams, ChannelLoop loop, Listener listener) {
        this.shard = shard;
        this.checkpoint = checkpoint;
        this.streams = streams;
        this.loop = loop;
        this.listener = listener;
        this.run = new AckRun(from);
        this.head = from;
    }

    ShardKey shard() {
        return shard;
    }

    void open() {
        if (!stopped) {
            subscriber = new Subscriber();
            subscription = streams.store().open(shard, head, subscriber);
            asked = false;
            read();
        }
    }

    /** The shard takes no more records: none is at or after that place. */
    void closedAt(Position behindLast) {
        end = Optional.of(behindLast);
        endWhenDrained();
    }

    boolean hasRecords() {
        return !pending.isEmpty();
    }

    /** Takes the next records, at most so many; there is at least one. They are held until they are {@link #done}. */
    List<StreamRecord> take(int most) {
        List<StreamRecord> taken = new ArrayList<>();
        while (taken.size() < most && !pending.isEmpty()) {
            taken.add(pending.poll());
        }
        return taken;
    }

    AckRun.Delivery delivered(List<StreamRecord> records) {
        return run.opened(records.getLast().position().next());
    }

    void done(AckRun.Delivery delivery, List<StreamRecord> records) {
        if (closed) {
            return;
        }
        held -= records.size();
        heldBytes -= bytes(records);
        if (run.done(delivery)) {
            put(run.position());
        }
        endWhenDrained();
        read();
    }

    private void put(Position position) {
        streams.checkpoints().put(checkpoint, Checkpoint.at(position.value()));
    }

    /** Asks for more when half of its share is free; a slice of what is there comes, or the next record when there is none. */
    private void read() {
        int records = listener.shareRecords();
        int bytes = listener.shareBytes();
        if (closed || asked || subscription == null || end.filter(last -> head.compareTo(last) >= 0).isPresent()
                || held > records / 2 || heldBytes > bytes / 2) {
            return;
        }
        asked = true;
        subscription.request(new ReadLimit(records - held, (int) Math.max(1, bytes - heldBytes)));
    }

    private void arrived(Slice slice) {
        asked = false;
        held += slice.records().size();
        heldBytes += bytes(slice.records());
        pending.addAll(slice.records());
        head = slice.next();
        listener.arrived();
        read();
    }

    private void failed(StoreException failure) {
        subscription = null;
        switch (failure) {
            case StoreException.ShardUnknown gone -> listener.gone();
            case StoreException.Closed ended -> close();
            case StoreException other -> {
                LOGGER.atWarn().addKeyValue("shard", shard).setCause(other).log("shard not read, trying again");
                loop.after(AGAIN, this::open);
            }
        }
    }

    /**
     * Behind the last record there may be a gap before the end: only the store knows that there is nothing in it. One that reads no more
     * has dropped what was before its head, and says nothing of the end.
     */
    private void endWhenDrained() {
        if (stopped || end.isEmpty() || !pending.isEmpty() || !run.isIdle() || probing) {
            return;
        }
        if (head.compareTo(end.get()) >= 0) {
            put(end.get());
            close();
            listener.drained(this);
            return;
        }
        probing = true;
        Position from = head;
        streams.store().read(shard, from, ONE_RECORD).whenComplete((slice, failure) -> loop.execute(() -> {
            probing = false;
            if (failure != null) {
                loop.after(AGAIN, this::endWhenDrained);
            } else if (slice.records().isEmpty() && slice.atEnd() && head.equals(from)) {
                head = end.get();
                endWhenDrained();
            }
        }));
    }

    /** Reads no more; what is still under way is not marked. */
    void close() {
        stopReading();
        closed = true;
    }

    /** Reads no more, and drops what is not delivered; what is under way is still marked when it is done. */
    void stopReading() {
        stopped = true;
        if (subscription != null) {
            subscription.close();
            subscription = null;
        }
        subscriber = null;
        pending.clear();
    }

    private static long bytes(List<StreamRecord> records) {
        return records.stream().mapToLong(record -> (long) record.keyUtf8().remaining() + record.data().remaining()).sum();
    }

    /** Takes the store's calls to the loop; one that was replaced is not heard. */
    private final class Subscriber implements RecordStore.Subscriber {
        @Override
        public void onSlice(Slice slice) {
            loop.execute(() -> {
                if (subscriber == this) {
                    arrived(slice);
                }
            });
        }

        @Override
        public void onFailure(StoreException failure) {
            loop.execute(() -> {
                if (subscriber == this) {
                    failed(failure);
                }
            });
        }
    }
}
