package io.millrace.kinesis.put;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.kinesis.KinesisFault;
import io.millrace.kinesis.KinesisLimits;
import io.millrace.kinesis.StoreFaults;
import io.millrace.kinesis.StreamFinder;
import io.millrace.kinesis.rate.ShardRates;
import io.millrace.stream.Positions;
import io.millrace.stream.RecordBatch;
import io.millrace.stream.RecordStore;
import io.millrace.stream.StreamDescription;
import io.millrace.stream.registry.LiveStream;
import io.millrace.wire.http.WireOperation;
import io.millrace.wire.http.WireReply;
import io.millrace.wire.model.ServiceModel;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** PutRecord and PutRecords. */
public final class PutOperations {

    private final ServiceModel model;
    private final StreamFinder finder;
    private final StoreFaults faults;
    private final RecordStore store;
    private final ShardRates rates;
    private final Counter records;
    private final Counter bytes;

    public PutOperations(ServiceModel model, StreamFinder finder, StoreFaults faults, RecordStore store, ShardRates rates, MeterRegistry registry) {
        this.model = model;
        this.finder = finder;
        this.faults = faults;
        this.store = store;
        this.rates = rates;
        this.records = registry.counter("millrace.put.records");
        this.bytes = registry.counter("millrace.put.bytes");
    }

    /** The operations of this package. */
    public List<WireOperation<?>> operations() {
        return List.of(
                new WireOperation<>("PutRecord", KinesisLimits.PUT_RECORD_BODY_BYTES_MAX, WireOperation.Share.DATA,
                        reader -> PutParser.record(model, reader), this::putRecord),
                new WireOperation<>("PutRecords", KinesisLimits.PUT_RECORDS_BODY_BYTES_MAX, WireOperation.Share.DATA,
                        reader -> PutParser.records(model, reader), this::putRecords));
    }

    private CompletionStage<WireReply> putRecord(PutCall call) {
        LiveStream stream = finder.find(call.stream());
        call.ordering().ifPresent(number -> finder.shard(stream.description(), number.shard()));
        RoutedRecords routed = RoutedRecords.of(call.entries(), stream, true, rates);
        RoutedRecords.Part part = routed.parts().getFirst();
        if (routed.isRefused(0)) {
            throw KinesisFault.RATE.because(PutRecordsReply.rateExceeded(part.shard(), stream.description(), finder.identity()));
        }
        return append(part, stream.description()).handle((outcome, impossible) -> {
            if (outcome.failure() != null) {
                throw faults.of(outcome.failure(), stream.description().name());
            }
            return new PutRecordReply(part, outcome.positions().first().value());
        });
    }

    private CompletionStage<WireReply> putRecords(PutCall call) {
        LiveStream stream = finder.find(call.stream());
        RoutedRecords routed = RoutedRecords.of(call.entries(), stream, false, rates);
        List<CompletableFuture<Appended>> appends = routed.parts().stream()
                .map(part -> append(part, stream.description()).toCompletableFuture()).toList();
        return CompletableFuture.allOf(appends.toArray(CompletableFuture[]::new)).thenApply(done -> {
            Appended[] outcomes = appends.stream().map(CompletableFuture::join).toArray(Appended[]::new);
            PutRecordsReply reply = new PutRecordsReply(routed, outcomes, stream.description(), finder.identity());
            Throwable failure = reply.failureOfAll();
            if (failure != null) {
                throw faults.of(failure, stream.description().name());
            }
            return reply;
        });
    }

    /** Completes with how it went; never fails. A part whose entries were all refused has nothing to append. */
    private CompletionStage<Appended> append(RoutedRecords.Part part, StreamDescription stream) {
        if (part.batch().count() == 0) {
            return CompletableFuture.completedStage(new Appended(null, null));
        }
        return store.append(stream.key(part.shard()), part.batch()).handle((positions, failure) -> {
            if (failure == null) {
                records.increment(part.batch().count());
                bytes.increment(part.batch().lengthBytes() - (double) RecordBatch.RECORD_OVERHEAD_BYTES * part.batch().count());
            }
            return new Appended(positions, failure);
        });
    }

    /** How an append went: positions, or a failure, or neither where there was nothing to append. */
    record Appended(Positions positions, Throwable failure) {
    }
}
