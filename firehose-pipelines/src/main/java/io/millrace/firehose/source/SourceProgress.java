package io.millrace.firehose.source;

import io.millrace.checkpoint.Checkpoint;
import io.millrace.checkpoint.CheckpointKey;
import io.millrace.checkpoint.Checkpoints;
import io.millrace.firehose.buffer.OutcomeKey;
import io.millrace.firehose.registry.DeliveryStream;
import io.millrace.stream.Position;
import io.millrace.stream.ReadLimit;
import io.millrace.stream.RecordStore;
import io.millrace.stream.StreamId;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * How far each source shard's outcomes are logged. A checkpoint may lag behind after a crash; the outcome log itself then tells the rest:
 * each checkpoint says up to where in that log it speaks for. What {@link #recover} finds is put before any outcome is
 * trimmed, and checkpoints are flushed before each trim. One thread, but for recovery.
 */
public final class SourceProgress {

    private static final ReadLimit SCAN = new ReadLimit(10_000, 1024 * 1024);

    private final Checkpoints checkpoints;
    private final String owner;

    public SourceProgress(Checkpoints checkpoints, StreamId deliveryStream) {
        this.checkpoints = checkpoints;
        this.owner = "firehose/" + deliveryStream.value();
    }

    /** Every outcome of the shard's records before {@code next} is logged before {@code outcomeEnd}. */
    public void put(int shard, Position next, Position outcomeEnd) {
        checkpoints.put(key(shard), new Checkpoint(next.value(), ByteBuffer.allocate(Long.BYTES).putLong(outcomeEnd.value()).array()));
    }

    private CheckpointKey key(int shard) {
        return new CheckpointKey(owner, "source/" + shard);
    }

    public CompletionStage<Void> flush() {
        return checkpoints.flush();
    }

    public void remove() {
        checkpoints.removeOwner(owner);
    }

    /**
     * Where to go on.
     *
     * @param next       where each of the shards is to be read from, as far as anything is known of it
     * @param outcomeEnd behind the last outcome that is logged
     */
    public record Recovered(Map<Integer, Position> next, Position outcomeEnd) {
    }

    /** Looks at the checkpoints and at what of the outcome log is behind them. */
    public CompletionStage<Recovered> recover(RecordStore store, DeliveryStream stream, Set<Integer> shards) {
        Map<Integer, Position> next = new HashMap<>();
        long from = Long.MAX_VALUE;
        for (int shard : shards) {
            Checkpoint checkpoint = checkpoints.get(key(shard)).orElse(null);
            if (checkpoint == null) {
                from = 0;
                continue;
            }
            next.put(shard, new Position(checkpoint.position()));
            from = Math.min(from, ByteBuffer.wrap(checkpoint.attributes()).getLong());
        }
        return from == Long.MAX_VALUE ? CompletableFuture.completedStage(new Recovered(next, Position.START))
                : scan(store, stream, new Position(from), new Recovered(next, new Position(from)));
    }

    private CompletionStage<Recovered> scan(RecordStore store, DeliveryStream stream, Position from, Recovered known) {
        return store.read(stream.outcome(), from, SCAN).thenCompose(slice -> {
            slice.records().forEach(stored -> {
                OutcomeKey outcome = OutcomeKey.of(stored);
                if (outcome.last()) {
                    known.next().merge(outcome.sourceShard(), outcome.source().next(), (a, b) -> a.compareTo(b) >= 0 ? a : b);
                }
            });
            Recovered all = slice.records().isEmpty() ? known : new Recovered(known.next(), slice.records().getLast().position().next());
            return slice.atEnd() ? CompletableFuture.completedStage(all) : scan(store, stream, slice.next(), all);
        });
    }
}
