package io.millrace.functions.messaging;

import io.millrace.checkpoint.Checkpoint;
import io.millrace.checkpoint.CheckpointKey;
import io.millrace.stream.Position;
import io.millrace.stream.Shard;
import io.millrace.stream.StreamDescription;
import io.millrace.stream.StreamId;
import io.millrace.stream.access.LocalStreams;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Where a channel begins. On a stream that it has never read, each shard's place is found and made durable before the first record is
 * delivered: a crash before the first acknowledgement must not move it. Shards that come later are read from their first record.
 */
final class StartPositions {

    private final IncomingSettings settings;
    private final LocalStreams streams;

    StartPositions(IncomingSettings settings, LocalStreams streams) {
        this.settings = settings;
        this.streams = streams;
    }

    private String owner(StreamId stream) {
        return "channel/" + settings.consumer() + "/" + stream;
    }

    CheckpointKey key(StreamId stream, Shard shard) {
        return new CheckpointKey(owner(stream), stream + "/" + shard.id().index());
    }

    Position of(StreamId stream, Shard shard) {
        return streams.checkpoints().get(key(stream, shard)).map(Checkpoint::position).map(Position::new).orElse(Position.START);
    }

    boolean isDrained(StreamId stream, Shard shard) {
        return shard.end().filter(end -> of(stream, shard).compareTo(end) >= 0).isPresent();
    }

    void forget(StreamId stream) {
        streams.checkpoints().removeOwner(owner(stream));
    }

    /** Completes when there is a durable place for each shard there is now. */
    CompletionStage<Void> settle(StreamDescription stream) {
        Map<String, Checkpoint> known = streams.checkpoints().ofOwner(owner(stream.id()));
        if (!known.isEmpty()) {
            return CompletableFuture.completedStage(null);
        }
        return CompletableFuture.allOf(stream.shards().stream().map(shard -> position(stream, shard)
                .thenAccept(position -> streams.checkpoints().put(key(stream.id(), shard), Checkpoint.at(position.value()))).toCompletableFuture())
                .toArray(CompletableFuture[]::new)).thenCompose(found -> streams.checkpoints().flush());
    }

    private CompletionStage<Position> position(StreamDescription stream, Shard shard) {
        return switch (settings.start()) {
            case TRIM_HORIZON -> CompletableFuture.completedStage(Position.START);
            case LATEST -> shard.end().map(CompletableFuture::completedStage).orElseGet(() -> streams.store().end(stream.key(shard)));
            case AT_TIMESTAMP -> streams.store().positionAt(stream.key(shard), settings.startAt().orElseThrow().toEpochMilli());
        };
    }
}
