package io.millrace.kinesis.get;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.clock.Clock;
import io.millrace.kinesis.KinesisFault;
import io.millrace.kinesis.KinesisLimits;
import io.millrace.kinesis.KinesisSettings;
import io.millrace.kinesis.StoreFaults;
import io.millrace.kinesis.StreamFinder;
import io.millrace.kinesis.StreamReference;
import io.millrace.kinesis.rate.ShardRates;
import io.millrace.stream.ReadLimit;
import io.millrace.stream.RecordStore;
import io.millrace.stream.Shard;
import io.millrace.stream.Slice;
import io.millrace.stream.StreamDescription;
import io.millrace.stream.StreamRecord;
import io.millrace.wire.http.ByteBudget;
import io.millrace.wire.http.WireOperation;
import io.millrace.wire.http.WireReply;
import io.millrace.wire.model.Members;
import io.millrace.wire.model.ServiceModel;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** GetRecords. */
public final class GetRecordsOperation {

    private static final String NAME = "GetRecords";

    private final ServiceModel model;
    private final StreamFinder finder;
    private final StoreFaults faults;
    private final RecordStore store;
    private final Clock clock;
    private final ShardRates rates;
    private final KinesisSettings settings;
    private final ByteBudget replies;
    private final Counter records;
    private final Counter bytes;

    /** A parsed call. */
    private record GetRecords(ShardIterator iterator, int limit, StreamReference stream) {
    }

    /** @param replies memory for the records and the bytes they are sent as */
    public GetRecordsOperation(ServiceModel model, StreamFinder finder, StoreFaults faults, RecordStore store, Clock clock, ShardRates rates,
            KinesisSettings settings, ByteBudget replies, MeterRegistry registry) {
        this.model = model;
        this.finder = finder;
        this.faults = faults;
        this.store = store;
        this.clock = clock;
        this.rates = rates;
        this.settings = settings;
        this.replies = replies;
        this.records = registry.counter("millrace.get.records");
        this.bytes = registry.counter("millrace.get.bytes");
    }

    /** The operation. */
    public WireOperation<?> operation() {
        return new WireOperation<>(NAME, KinesisLimits.CONTROL_BODY_BYTES_MAX, WireOperation.Share.CONTROL,
                reader -> parse(model.read(NAME, reader)), this::execute);
    }

    private GetRecords parse(Members call) {
        StreamReference.refuseStreamId(call.has("StreamId"));
        return new GetRecords(ShardIterator.parse(call.text("ShardIterator").orElseThrow(), clock.millis()),
                call.whole("Limit", KinesisLimits.GET_RECORDS_MAX),
                new StreamReference(Optional.empty(), call.text("StreamARN")));
    }

    private CompletionStage<WireReply> execute(GetRecords call) {
        ShardIterator iterator = call.iterator();
        StreamDescription stream = finder.find(iterator.shard().stream(), iterator.shard().shard()).description();
        Shard shard = finder.shard(stream, iterator.shard().shard());
        if (call.stream().arn().isPresent() && !finder.describe(call.stream()).id().equals(stream.id())) {
            throw KinesisFault.ARGUMENT.because("The ShardIterator was not made for StreamARN " + call.stream().arn().get() + ".");
        }
        if (!rates.admitsRead(iterator.shard())) {
            throw rateExceeded(stream, shard);
        }
        long bytesWanted = Math.min(KinesisLimits.GET_BYTES_MAX, (long) call.limit() * stream.recordBytesMax());
        ReadLimit limit = new ReadLimit(call.limit(), (int) Math.min(bytesWanted, GetRecordsReply.dataWithin(replies.capacityBytes(), call.limit())));
        return claim(GetRecordsReply.memory(limit.bytes(), limit.records())).thenCompose(permit ->
                store.read(iterator.shard(), iterator.position(), limit).handle((slice, failure) -> {
                    if (failure != null) {
                        permit.release();
                        throw faults.of(failure, stream.name());
                    }
                    return reply(stream, shard, slice, permit);
                }));
    }

    private WireReply reply(StreamDescription stream, Shard shard, Slice slice, ByteBudget.Permit permit) {
        long dataBytes = 0;
        for (StreamRecord record : slice.records()) {
            dataBytes += record.data().remaining() + record.keyUtf8().remaining();
        }
        permit.shrinkTo(GetRecordsReply.memory(dataBytes, slice.records().size()));
        rates.read(stream.key(shard), dataBytes);
        records.increment(slice.records().size());
        bytes.increment(dataBytes);
        return new GetRecordsReply(stream, shard, slice, dataBytes, clock.millis(), permit);
    }

    /** Waits in the budget's line, for a bounded time. */
    private CompletionStage<ByteBudget.Permit> claim(long wanted) {
        CompletableFuture<ByteBudget.Permit> granted = new CompletableFuture<>();
        replies.claim(Math.min(wanted, replies.capacityBytes()), permit -> {
            if (!granted.complete(permit)) {
                permit.release();
            }
        }).ifPresentOrElse(claim -> waitFor(granted, claim), () -> granted.completeExceptionally(memorySpent()));
        return granted;
    }

    private void waitFor(CompletableFuture<ByteBudget.Permit> granted, ByteBudget.Claim claim) {
        if (!granted.isDone()) {
            CompletableFuture.delayedExecutor(settings.replyWait().toMillis(), TimeUnit.MILLISECONDS).execute(() -> {
                if (claim.leave()) {
                    granted.completeExceptionally(memorySpent());
                }
            });
        }
    }

    private static RuntimeException memorySpent() {
        return KinesisFault.RATE.because("Too much memory is in use by other calls; try again");
    }

    private RuntimeException rateExceeded(StreamDescription stream, Shard shard) {
        return KinesisFault.RATE.because("Rate exceeded for shard " + shard.id().wire() + " in stream " + stream.name() + " under account "
                + finder.identity().account() + ".");
    }
}
