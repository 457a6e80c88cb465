package io.millrace.kinesis.stream;

import io.millrace.kinesis.KinesisFault;
import io.millrace.kinesis.KinesisLimits;
import io.millrace.kinesis.StoreFaults;
import io.millrace.kinesis.StreamFinder;
import io.millrace.kinesis.StreamReference;
import io.millrace.stream.StreamDescription;
import io.millrace.stream.registry.StreamRegistry;
import io.millrace.wire.http.WireOperation;
import io.millrace.wire.http.WireReply;
import io.millrace.wire.model.Members;
import io.millrace.wire.model.ServiceModel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** IncreaseStreamRetentionPeriod and DecreaseStreamRetentionPeriod. The period a stream has already is accepted by both. */
public final class RetentionOperations {

    private final ServiceModel model;
    private final StreamRegistry registry;
    private final StreamFinder finder;
    private final StoreFaults faults;

    /** A parsed call. */
    private record SetRetention(StreamReference stream, long hours, boolean longer) {
    }

    public RetentionOperations(ServiceModel model, StreamRegistry registry, StreamFinder finder, StoreFaults faults) {
        this.model = model;
        this.registry = registry;
        this.finder = finder;
        this.faults = faults;
    }

    /** The operations of this class. */
    public List<WireOperation<?>> operations() {
        return List.of(ControlOperation.of(model, "IncreaseStreamRetentionPeriod", call -> parse(call, true), this::set),
                ControlOperation.of(model, "DecreaseStreamRetentionPeriod", call -> parse(call, false), this::set));
    }

    private static SetRetention parse(Members call, boolean longer) {
        return new SetRetention(StreamReference.of(call), call.whole("RetentionPeriodHours").orElseThrow(), longer);
    }

    private CompletionStage<WireReply> set(SetRetention call) {
        StreamDescription stream = finder.describe(call.stream());
        if (call.hours() < KinesisLimits.RETENTION_MIN.toHours()) {
            throw KinesisFault.ARGUMENT.because("Minimum allowed retention period is " + KinesisLimits.RETENTION_MIN.toHours()
                    + " hours. Requested retention period (" + call.hours() + " hours) is too short.");
        }
        if (call.hours() > KinesisLimits.RETENTION_MAX.toHours()) {
            throw KinesisFault.ARGUMENT.because("Maximum allowed retention period is " + KinesisLimits.RETENTION_MAX.toHours()
                    + " hours. Requested retention period (" + call.hours() + " hours) is too long.");
        }
        return registry.change(stream, now -> changed(now, call)).handle((done, failure) -> {
            if (failure != null) {
                throw faults.of(failure, stream.name());
            }
            return WireReply.EMPTY;
        });
    }

    private static StreamDescription changed(StreamDescription now, SetRetention call) {
        long existing = now.retention().toHours();
        if (call.longer() ? call.hours() < existing : call.hours() > existing) {
            throw KinesisFault.ARGUMENT.because("Requested retention period (" + call.hours() + " hours) for stream " + now.name() + " can not be "
                    + (call.longer() ? "shorter" : "longer") + " than existing retention period (" + existing + " hours). Use "
                    + (call.longer() ? "DecreaseRetentionPeriod" : "IncreaseRetentionPeriod") + " API.");
        }
        return new StreamDescription(now.id(), now.name(), now.createdAt(), now.mode(), Duration.ofHours(call.hours()), now.recordBytesMax(),
                now.shards(), now.tags());
    }
}
