package io.millrace.firehose.engine;

import io.millrace.firehose.registry.DeliveryStream;
import io.millrace.firehose.source.SourceProgress;
import io.millrace.stream.Position;
import io.millrace.stream.RecordStore;
import io.millrace.stream.ShardKey;
import java.util.concurrent.Executor;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves the horizons of a hidden stream, one trim of each shard at a time. The progress of the sources is flushed first: once outcomes are
 * gone, the checkpoints alone say that their records have been processed. The input goes once its outcomes are logged and, where these refer to
 * it, are gone themselves. On the lane.
 */
final class Trimming {

    private static final Logger LOGGER = LoggerFactory.getLogger(Trimming.class);

    private final RecordStore store;
    private final SourceProgress progress;
    private final DeliveryStream stream;
    private final Executor lane;
    private final InputHolds holds = new InputHolds();
    private long inputTrimmed;
    private long inputWanted;
    private boolean inputBusy;
    private long outcomesTrimmed;
    private boolean outcomesBusy;

    Trimming(RecordStore store, SourceProgress progress, DeliveryStream stream, Executor lane) {
        this.store = store;
        this.progress = progress;
        this.stream = stream;
        this.lane = lane;
    }

    /** What was put before this has its outcomes logged. */
    void input(Position next) {
        inputWanted = Math.max(inputWanted, next.value());
    }

    /** Outcomes before {@code outcomeEnd}, the latest logged, refer to the input from there on. */
    void hold(Position source, Position outcomeEnd) {
        holds.add(source.value(), outcomeEnd.value());
    }

    /**
     * Starts what there is to trim; wants to be called now and then, since each trim costs an fsync.
     *
     * @param watermark outcomes before it are not needed any more
     * @param done      told on the lane to where they are gone
     */
    void step(long watermark, LongConsumer done) {
        if (!outcomesBusy && watermark > outcomesTrimmed && watermark < Long.MAX_VALUE) {
            outcomesBusy = true;
            trim(stream.outcome(), watermark, trimmed -> {
                outcomesBusy = false;
                if (trimmed) {
                    outcomesTrimmed = watermark;
                    done.accept(watermark);
                }
            });
        }
        long wanted = Math.min(inputWanted, holds.from(outcomesTrimmed));
        if (!inputBusy && wanted > inputTrimmed) {
            inputBusy = true;
            trim(stream.input(), wanted, trimmed -> {
                inputBusy = false;
                inputTrimmed = trimmed ? wanted : inputTrimmed;
            });
        }
    }

    /** Told how it went. */
    private interface Trimmed {
        void accept(boolean trimmed);
    }

    private void trim(ShardKey shard, long before, Trimmed then) {
        progress.flush().thenCompose(flushed -> store.trim(shard, new Position(before))).whenComplete((done, failure) -> lane.execute(() -> {
            if (failure != null) {
                LOGGER.atDebug().addKeyValue("stream", stream.name()).setCause(failure).log("log not trimmed, will be tried again");
            }
            then.accept(failure == null);
        }));
    }
}
