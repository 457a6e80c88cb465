package io.millrace.kinesis;

import io.millrace.identity.Identity;
import io.millrace.stream.Shard;
import io.millrace.stream.ShardId;
import io.millrace.stream.StreamDescription;
import io.millrace.stream.StreamId;
import io.millrace.stream.StreamName;
import io.millrace.stream.registry.LiveStream;
import io.millrace.stream.registry.StreamRegistry;
import io.millrace.wire.WireException;

/** Finds what calls name, and knows the words for what is not there. Any thread. */
public final class StreamFinder {

    private final StreamRegistry registry;
    private final Identity identity;

    public StreamFinder(StreamRegistry registry, Identity identity) {
        this.registry = registry;
        this.identity = identity;
    }

    public Identity identity() {
        return identity;
    }

    public String arn(StreamDescription stream) {
        return identity.streamArn(stream.name().value());
    }

    public StreamDescription describe(StreamReference reference) {
        return find(reference).description();
    }

    /** Throws the fault of a reference that names no stream, or two. */
    public LiveStream find(StreamReference reference) {
        if (reference.name().isEmpty() && reference.arn().isEmpty()) {
            throw KinesisFault.ARGUMENT.because("Either StreamARN or StreamName must be provided.");
        }
        String name = reference.arn().map(this::nameIn).orElseGet(() -> reference.name().orElseThrow());
        if (reference.name().isPresent() && !reference.name().get().equals(name)) {
            throw KinesisFault.ARGUMENT.because("StreamARN " + reference.arn().orElseThrow() + " and StreamName " + reference.name().get()
                    + " name different streams.");
        }
        if (!StreamName.isValid(name)) {
            throw noSuchStream(name);
        }
        return registry.live(new StreamName(name)).orElseThrow(() -> noSuchStream(name));
    }

    /** The name in an ARN of ours; others are not found here. */
    private String nameIn(String arn) {
        String prefix = identity.streamArn("");
        if (!arn.startsWith(prefix)) {
            throw KinesisFault.NOT_FOUND.because("Stream " + arn + " not found.");
        }
        return arn.substring(prefix.length());
    }

    /** The stream of this creation; a namesake made later is another one. */
    public LiveStream find(StreamId stream, ShardId shard) {
        return registry.live(stream).orElseThrow(() -> KinesisFault.NOT_FOUND.because("Shard " + shard.wire()
                + " does not exist: its stream under account " + identity.account() + " has been deleted"));
    }

    /** The shard a call names. */
    public Shard shard(StreamDescription stream, String wireName) {
        ShardId id = ShardId.parse(wireName).orElseThrow(() -> KinesisFault.NOT_FOUND.because("Could not find shard " + wireName + " in stream "
                + stream.name() + " under account " + identity.account() + "."));
        return shard(stream, id);
    }

    public Shard shard(StreamDescription stream, ShardId id) {
        return stream.shard(id).orElseThrow(() -> noSuchShard(stream.name(), id));
    }

    public WireException noSuchShard(StreamName stream, ShardId shard) {
        return KinesisFault.NOT_FOUND.because("Shard " + shard.wire() + " in stream " + stream + " under account " + identity.account()
                + " does not exist");
    }

    public WireException noSuchStream(String name) {
        return KinesisFault.NOT_FOUND.because("Stream " + name + " under account " + identity.account() + " not found.");
    }
}
