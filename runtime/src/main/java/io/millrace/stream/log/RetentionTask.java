package io.millrace.stream.log;

import io.millrace.stage.StageFailure;
import io.millrace.stream.Position;
import io.millrace.stream.RecordStore;
import io.millrace.stream.ShardId;
import io.millrace.stream.ShardKey;
import io.millrace.stream.StoreException;
import io.millrace.stream.StreamId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves trim horizons past the records that are older than their stream keeps them. Stepped: the caller says what time it is
 * and how often; about once a minute does. Returns at once, the store does the rest. A horizon never goes back: a longer
 * retention brings nothing back to life. One thread.
 */
public final class RetentionTask {

    private static final Logger LOGGER = LoggerFactory.getLogger(RetentionTask.class);
    private final RecordStore store;

    public RetentionTask(RecordStore store) {
        this.store = store;
    }

    /**
     * What a stream keeps.
     *
     * @param shards all shards that may hold records, closed ones too
     */
    public record Kept(List<ShardId> shards, Duration retention) {

        public Kept {
            shards = List.copyOf(shards);
            if (retention.isNegative() || retention.isZero()) {
                throw new IllegalArgumentException("retention is not positive: " + retention);
            }
        }
    }

    /** Trims every shard to the first record that arrived at or after {@code nowMillis} less its stream's retention. */
    public void step(long nowMillis, Map<StreamId, Kept> streams) {
        streams.forEach((stream, kept) -> kept.shards().forEach(shard ->
                trim(new ShardKey(stream, shard), nowMillis - kept.retention().toMillis())));
    }

    private void trim(ShardKey shard, long keptFromMillis) {
        store.positionAt(shard, keptFromMillis)
                .thenCombine(store.horizon(shard), (first, horizon) -> first.compareTo(horizon) > 0 ? first : Position.START)
                .thenAccept(before -> {
                    if (before.compareTo(Position.START) > 0) {
                        store.trim(shard, before).exceptionally(failure -> reported(shard, failure));
                    }
                }).exceptionally(failure -> reported(shard, failure));
    }

    private static Void reported(ShardKey shard, Throwable failure) {
        Throwable cause = StageFailure.cause(failure);
        if (!(cause instanceof StoreException.ShardUnknown)) {
            LOGGER.atWarn().addKeyValue("shard", shard).setCause(cause).log("retention did not move the horizon");
        }
        return null;
    }
}
