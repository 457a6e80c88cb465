package io.millrace.trigger;

import io.millrace.stream.Position;
import io.millrace.stream.Positions;
import io.millrace.stream.ReadLimit;
import io.millrace.stream.RecordBatch;
import io.millrace.stream.RecordStore;
import io.millrace.stream.Shard;
import io.millrace.stream.ShardKey;
import io.millrace.stream.Slice;
import io.millrace.stream.StoreException;
import io.millrace.stream.StreamId;
import io.millrace.stream.StreamRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;

/** A store whose reads fail now and then, and which plants the faults of reading. */
final class UnreliableStore implements RecordStore {

    private final RecordStore store;
    private final RandomGenerator random;
    private final Fault fault;
    private double failing = 0.02;

    UnreliableStore(RecordStore store, RandomGenerator random, Fault fault) {
        this.store = store;
        this.random = random;
        this.fault = fault;
    }

    void becomeReliable() {
        failing = 0;
    }

    @Override
    public Subscription open(ShardKey shard, Position from, Subscriber subscriber) {
        return store.open(shard, from, new Subscriber() {
            private boolean failed;

            @Override
            public void onSlice(Slice slice) {
                if (failed) {
                    return;
                }
                if (random.nextDouble() < failing) {
                    failed = true;
                    subscriber.onFailure(new StoreException.DiskFailed("told to", null));
                } else {
                    subscriber.onSlice(planted(slice));
                }
            }

            @Override
            public void onFailure(StoreException failure) {
                subscriber.onFailure(failure);
            }
        });
    }

    private Slice planted(Slice slice) {
        List<StreamRecord> records = new ArrayList<>(slice.records());
        if (fault == Fault.WRONG_ORDER) {
            Collections.reverse(records);
        } else if (fault == Fault.LOST_RECORD && records.size() > 1) {
            records.removeLast();
        }
        return new Slice(records, slice.next(), slice.nextArrivedAtMillis());
    }

    @Override
    public CompletionStage<Slice> read(ShardKey shard, Position from, ReadLimit limit) {
        return random.nextDouble() < failing ? CompletableFuture.failedStage(new StoreException.Busy("told to")) : store.read(shard, from, limit);
    }

    @Override
    public CompletionStage<Void> create(StreamId stream, List<Shard> shards) {
        return store.create(stream, shards);
    }

    @Override
    public CompletionStage<Void> delete(StreamId stream) {
        return store.delete(stream);
    }

    @Override
    public CompletionStage<Positions> append(ShardKey shard, RecordBatch batch) {
        return store.append(shard, batch);
    }

    @Override
    public CompletionStage<Position> end(ShardKey shard) {
        return store.end(shard);
    }

    @Override
    public CompletionStage<Position> horizon(ShardKey shard) {
        return store.horizon(shard);
    }

    @Override
    public CompletionStage<Position> positionAt(ShardKey shard, long arrivedAtMillis) {
        return store.positionAt(shard, arrivedAtMillis);
    }

    @Override
    public CompletionStage<Void> trim(ShardKey shard, Position before) {
        return store.trim(shard, before);
    }
}
