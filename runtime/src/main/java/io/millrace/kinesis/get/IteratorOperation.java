package io.millrace.kinesis.get;

import io.millrace.clock.Clock;
import io.millrace.kinesis.KinesisFault;
import io.millrace.kinesis.KinesisLimits;
import io.millrace.kinesis.SequenceNumber;
import io.millrace.kinesis.StoreFaults;
import io.millrace.kinesis.StreamFinder;
import io.millrace.kinesis.StreamReference;
import io.millrace.stream.Position;
import io.millrace.stream.RecordStore;
import io.millrace.stream.Shard;
import io.millrace.stream.ShardKey;
import io.millrace.stream.StreamDescription;
import io.millrace.wire.codec.WireName;
import io.millrace.wire.codec.WireWriter;
import io.millrace.wire.http.WireOperation;
import io.millrace.wire.http.WireReply;
import io.millrace.wire.model.Members;
import io.millrace.wire.model.ServiceModel;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** GetShardIterator. */
public final class IteratorOperation {

    private static final String NAME = "GetShardIterator";

    private final ServiceModel model;
    private final StreamFinder finder;
    private final StoreFaults faults;
    private final RecordStore store;
    private final Clock clock;

    /** The names are the wire's. */
    private enum From {
        AT_SEQUENCE_NUMBER, AFTER_SEQUENCE_NUMBER, TRIM_HORIZON, LATEST, AT_TIMESTAMP
    }

    /** A parsed call. */
    private record GetShardIterator(StreamReference stream, String shard, From from, Optional<String> sequenceNumber, OptionalLong timestampMillis) {
    }

    public IteratorOperation(ServiceModel model, StreamFinder finder, StoreFaults faults, RecordStore store, Clock clock) {
        this.model = model;
        this.finder = finder;
        this.faults = faults;
        this.store = store;
        this.clock = clock;
    }

    /** The operation. */
    public WireOperation<?> operation() {
        return new WireOperation<>(NAME, KinesisLimits.CONTROL_BODY_BYTES_MAX, WireOperation.Share.CONTROL,
                reader -> parse(model.read(NAME, reader)), this::execute);
    }

    private static GetShardIterator parse(Members call) {
        From from = From.valueOf(call.text("ShardIteratorType").orElseThrow());
        Optional<String> number = call.text("StartingSequenceNumber");
        OptionalLong timestamp = call.time("Timestamp");
        boolean byNumber = from == From.AT_SEQUENCE_NUMBER || from == From.AFTER_SEQUENCE_NUMBER;
        if (byNumber != number.isPresent()) {
            throw KinesisFault.ARGUMENT.because("Must either specify (1) AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER and StartingSequenceNumber"
                    + " or (2) TRIM_HORIZON or LATEST and no StartingSequenceNumber. Request specified " + from
                    + (byNumber ? " and no StartingSequenceNumber." : " and also a StartingSequenceNumber."));
        }
        if ((from == From.AT_TIMESTAMP) != timestamp.isPresent()) {
            throw KinesisFault.ARGUMENT.because(from == From.AT_TIMESTAMP
                    ? "Must specify timestampInMillis parameter for iterator of type AT_TIMESTAMP. Current request has no timestamp parameter."
                    : "Must not specify timestampInMillis parameter for iterator of type " + from + ".");
        }
        return new GetShardIterator(StreamReference.of(call), call.text("ShardId").orElseThrow(), from, number, timestamp);
    }

    private CompletionStage<WireReply> execute(GetShardIterator call) {
        StreamDescription stream = finder.describe(call.stream());
        Shard shard = finder.shard(stream, call.shard());
        return position(call, stream, shard).handle((position, failure) -> {
            if (failure != null) {
                throw faults.of(failure, stream.name());
            }
            return new IteratorReply(new ShardIterator(stream.key(shard), position, clock.millis()).wire());
        });
    }

    private CompletionStage<Position> position(GetShardIterator call, StreamDescription stream, Shard shard) {
        ShardKey key = stream.key(shard);
        return switch (call.from()) {
            case TRIM_HORIZON -> CompletableFuture.completedStage(shard.start());
            case LATEST -> store.end(key);
            case AT_TIMESTAMP -> store.positionAt(key, notInTheFuture(call.timestampMillis().orElseThrow()));
            case AT_SEQUENCE_NUMBER -> existing(call, stream, shard);
            case AFTER_SEQUENCE_NUMBER -> existing(call, stream, shard).thenApply(Position::next);
        };
    }

    private long notInTheFuture(long timestampMillis) {
        long now = clock.millis();
        if (timestampMillis > now) {
            throw KinesisFault.ARGUMENT.because("The timestampInMillis parameter cannot be greater than the currentTimestampInMillis. timestampInMillis: "
                    + timestampMillis + ", currentTimestampInMillis: " + now);
        }
        return timestampMillis;
    }

    /** A number of this shard that has been given, or could have been: those from the end on would let records be skipped. */
    private CompletionStage<Position> existing(GetShardIterator call, StreamDescription stream, Shard shard) {
        String wire = call.sequenceNumber().orElseThrow();
        SequenceNumber number = SequenceNumber.parse(wire).orElseThrow(() -> invalid(wire, stream, shard, "."));
        if (!number.shard().equals(shard.id())) {
            throw KinesisFault.ARGUMENT.because("Invalid StartingSequenceNumber. It encodes " + number.shard().wire()
                    + ", while it was used in a call to a shard with " + shard.id().wire());
        }
        return store.end(stream.key(shard)).thenApply(end -> {
            if (shard.isOpen() && number.position().compareTo(end) >= 0) {
                throw invalid(wire, stream, shard, " because it did not come from this stream.");
            }
            return number.position();
        });
    }

    private RuntimeException invalid(String number, StreamDescription stream, Shard shard, String why) {
        return KinesisFault.ARGUMENT.because("StartingSequenceNumber " + number + " used in GetShardIterator on shard " + shard.id().wire()
                + " in stream " + stream.name() + " under account " + finder.identity().account() + " is invalid" + why);
    }

    private record IteratorReply(String iterator) implements WireReply {

        private static final WireName SHARD_ITERATOR = WireName.of("ShardIterator");
        private static final int BYTES = 128;

        @Override
        public void write(WireWriter out) {
            out.beginObject();
            out.member(SHARD_ITERATOR, iterator);
            out.endObject();
        }

        @Override
        public int expectedBytes() {
            return BYTES;
        }
    }
}
