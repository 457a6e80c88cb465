package io.millrace.firehose.api;

import io.millrace.clock.Clock;
import io.millrace.firehose.config.ConfigReader;
import io.millrace.firehose.deliver.OutletFactory;
import io.millrace.firehose.registry.DeliveryStreams;
import io.millrace.firehose.seal.KeyRing;
import io.millrace.firehose.source.Intake;
import io.millrace.firehose.source.KinesisStreams;
import io.millrace.firehose.transform.ProcessorFactory;
import io.millrace.identity.Identity;
import io.millrace.wire.http.WireApi;
import io.millrace.wire.http.WireOperation;
import io.millrace.wire.model.ServiceModel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The API of Amazon Data Firehose as a table of its operations. */
public final class FirehoseApi {

    private static final ServiceModel MODEL = ServiceModel.load(FirehoseApi.class, "service-model.txt");
    private static final String TARGET_PREFIX = "Firehose_20150804";

    private FirehoseApi() {
    }

    /** What the API stands on. */
    public record Rooms(DeliveryStreams streams, Intake intake, KinesisStreams kinesis, OutletFactory outlets, ProcessorFactory processors,
            ConfigReader reader, KeyRing keys) {
    }

    /** The model this API is pinned to. */
    public static ServiceModel model() {
        return MODEL;
    }

    /** The API over open rooms. */
    public static WireApi open(Rooms rooms, Identity identity, Clock clock) {
        ServiceModel model = MODEL;
        StreamFinder finder = new StreamFinder(rooms.streams(), identity);
        DestinationParser destinations = new DestinationParser(rooms.reader(), rooms.outlets(), rooms.processors());
        List<WireOperation<?>> operations = new ArrayList<>();
        operations.addAll(new PutOperations(model, finder, rooms.intake()).operations());
        operations.addAll(new DescribeOperations(model, rooms.streams(), finder, rooms.intake()).operations());
        operations.addAll(new TagOperations(model, rooms.streams(), finder).operations());
        operations.addAll(new LifeOperations(model, rooms.streams(), finder, destinations, rooms.kinesis(), new KeyCheck(rooms.keys()), clock)
                .operations());
        Set<String> unbuilt = new HashSet<>(model.operations());
        operations.forEach(operation -> unbuilt.remove(operation.name()));
        return WireApi.of("firehose", TARGET_PREFIX, operations, unbuilt,
                new WireApi.Faults(FirehoseFault.INVALID, FirehoseFault.UNAVAILABLE, FirehoseFault.INTERNAL));
    }
}
