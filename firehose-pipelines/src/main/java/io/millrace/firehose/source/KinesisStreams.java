package io.millrace.firehose.source;

import io.millrace.firehose.registry.DeliveryStream;
import io.millrace.identity.Identity;
import io.millrace.stream.Position;
import io.millrace.stream.RecordStore;
import io.millrace.stream.Shard;
import io.millrace.stream.StreamDescription;
import io.millrace.stream.StreamDirectory;
import io.millrace.stream.StreamName;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** The streams of this server as sources of delivery streams. Any thread. */
public final class KinesisStreams {

    private final StreamDirectory directory;
    private final RecordStore store;
    private final Identity identity;

    /** @param store holds the directory's streams */
    public KinesisStreams(StreamDirectory directory, RecordStore store, Identity identity) {
        this.directory = directory;
        this.store = store;
        this.identity = identity;
    }

    public StreamDirectory directory() {
        return directory;
    }

    public RecordStore store() {
        return store;
    }

    /** The stream of an ARN of this server. */
    public Optional<StreamDescription> find(String arn) {
        String prefix = identity.streamArn("");
        String name = arn.startsWith(prefix) ? arn.substring(prefix.length()) : "";
        return StreamName.isValid(name) ? directory.find(new StreamName(name)) : Optional.empty();
    }

    /** A source that begins with what comes from now on. */
    public CompletionStage<DeliveryStream.KinesisSource> fromLatest(StreamDescription stream, String arn, String roleArn, long nowMillis) {
        Map<Integer, CompletableFuture<Position>> ends = stream.shards().stream().collect(Collectors.toMap(shard -> shard.id().index(),
                shard -> end(stream, shard)));
        return CompletableFuture.allOf(ends.values().toArray(CompletableFuture[]::new)).thenApply(done ->
                new DeliveryStream.KinesisSource(arn, roleArn, nowMillis, stream.id(), ends.entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, end -> end.getValue().join()))));
    }

    private CompletableFuture<Position> end(StreamDescription stream, Shard shard) {
        return store.end(stream.key(shard)).toCompletableFuture();
    }
}
