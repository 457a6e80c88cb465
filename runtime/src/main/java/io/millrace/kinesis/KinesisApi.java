package io.millrace.kinesis;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.clock.Clock;
import io.millrace.identity.Identity;
import io.millrace.kinesis.get.GetRecordsOperation;
import io.millrace.kinesis.get.IteratorOperation;
import io.millrace.kinesis.put.PutOperations;
import io.millrace.kinesis.rate.ShardRates;
import io.millrace.kinesis.stream.DescribeOperations;
import io.millrace.kinesis.stream.LifeOperations;
import io.millrace.kinesis.stream.ListOperations;
import io.millrace.kinesis.stream.RetentionOperations;
import io.millrace.kinesis.stream.TagOperations;
import io.millrace.stream.RecordStore;
import io.millrace.stream.registry.StreamRegistry;
import io.millrace.wire.http.WireApi;
import io.millrace.wire.http.WireBudgets;
import io.millrace.wire.http.WireOperation;
import io.millrace.wire.model.ServiceModel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The Kinesis Data Streams API as a table of its operations. */
public final class KinesisApi {

    private static final ServiceModel MODEL = ServiceModel.load(KinesisApi.class, "service-model.txt");
    private static final String TARGET_PREFIX = "Kinesis_20131202";

    private KinesisApi() {
    }

    /** The model this API is pinned to. */
    public static ServiceModel model() {
        return MODEL;
    }

    /** The API over open rooms. */
    public static WireApi open(StreamRegistry streams, RecordStore store, Identity identity, Clock clock, KinesisSettings settings,
            WireBudgets budgets, MeterRegistry meters) {
        ServiceModel model = MODEL;
        StreamFinder finder = new StreamFinder(streams, identity);
        StoreFaults faults = new StoreFaults(finder);
        ShardRates rates = settings.ratesEnforced() ? ShardRates.enforced(clock) : ShardRates.UNLIMITED;
        List<WireOperation<?>> operations = new ArrayList<>();
        operations.addAll(new PutOperations(model, finder, faults, store, rates, meters).operations());
        operations.add(new IteratorOperation(model, finder, faults, store, clock).operation());
        operations.add(new GetRecordsOperation(model, finder, faults, store, clock, rates, settings, budgets.replies(), meters).operation());
        operations.addAll(new LifeOperations(model, streams, finder, faults).operations());
        operations.addAll(new DescribeOperations(model, streams, finder).operations());
        operations.addAll(new ListOperations(model, streams, finder, clock).operations());
        operations.addAll(new RetentionOperations(model, streams, finder, faults).operations());
        operations.addAll(new TagOperations(model, streams, finder, faults).operations());
        Set<String> unbuilt = new HashSet<>(model.operations());
        operations.forEach(operation -> unbuilt.remove(operation.name()));
        return WireApi.of("kinesis", TARGET_PREFIX, operations, unbuilt,
                new WireApi.Faults(KinesisFault.INVALID, KinesisFault.RATE, KinesisFault.INTERNAL));
    }
}
