package io.millrace.firehose.api;

import io.millrace.clock.Clock;
import io.millrace.firehose.config.DestinationKind;
import io.millrace.firehose.registry.DeliveryStream;
import io.millrace.firehose.registry.DeliveryStreams;
import io.millrace.firehose.source.KinesisStreams;
import io.millrace.stream.StreamDescription;
import io.millrace.wire.codec.WireName;
import io.millrace.wire.http.WireOperation;
import io.millrace.wire.http.WireReply;
import io.millrace.wire.model.Members;
import io.millrace.wire.model.ServiceModel;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** CreateDeliveryStream, DeleteDeliveryStream, UpdateDestination, StartDeliveryStreamEncryption, StopDeliveryStreamEncryption. */
final class LifeOperations {

    private static final WireName ARN = WireName.of("DeliveryStreamARN");
    private static final int ARN_BYTES = 160;
    private static final String ENCRYPTION = "DeliveryStreamEncryptionConfigurationInput", PUT_SOURCE = "DirectPutSourceConfiguration",
            KINESIS_SOURCE = "KinesisStreamSourceConfiguration";

    private final ServiceModel model;
    private final DeliveryStreams streams;
    private final StreamFinder finder;
    private final DestinationParser destinations;
    private final KinesisStreams kinesis;
    private final KeyCheck keys;
    private final Clock clock;

    private record Create(String name, SourceCall source, DestinationParser.Given destination, DeliveryStream.Encryption encryption,
            Map<String, String> tags) {
    }

    /** Where from: puts with a hint, or a stream. */
    private record SourceCall(int throughputHintMib, Optional<KinesisCall> kinesis) {
    }

    private record KinesisCall(StreamDescription stream, String arn, String roleArn) {
    }

    private record Update(String name, String version, String destinationId, DestinationParser.Given given) {
    }

    private record Encrypt(String name, DeliveryStream.Encryption encryption) {
    }

    LifeOperations(ServiceModel model, DeliveryStreams streams, StreamFinder finder, DestinationParser destinations, KinesisStreams kinesis,
            KeyCheck keys, Clock clock) {
        this.model = model;
        this.streams = streams;
        this.finder = finder;
        this.destinations = destinations;
        this.kinesis = kinesis;
        this.keys = keys;
        this.clock = clock;
    }

    List<WireOperation<?>> operations() {
        return List.of(
                ApiOperation.control(model, "CreateDeliveryStream", this::parseCreate, this::create),
                ApiOperation.control(model, "DeleteDeliveryStream", StreamFinder::name, this::delete),
                ApiOperation.control(model, "UpdateDestination", call -> new Update(StreamFinder.name(call),
                        call.text("CurrentDeliveryStreamVersionId").orElseThrow(), call.text("DestinationId").orElseThrow(),
                        destinations.update(call)), this::update),
                ApiOperation.control(model, "StartDeliveryStreamEncryption", call -> new Encrypt(StreamFinder.name(call),
                        keys.enabled(call.structure(ENCRYPTION))), this::encrypt),
                ApiOperation.control(model, "StopDeliveryStreamEncryption", call -> new Encrypt(StreamFinder.name(call),
                        DeliveryStream.Encryption.DISABLED), this::encrypt));
    }

    private Create parseCreate(Members call) {
        try {
            String name = StreamFinder.name(call);
            SourceCall source = source(call);
            Optional<Members> encryption = call.structure(ENCRYPTION);
            if (encryption.isPresent() && source.kinesis().isPresent()) {
                throw FirehoseFault.ARGUMENT.because(ENCRYPTION + " is for delivery streams of type DirectPut only");
            }
            Map<String, String> tags = TagOperations.tags(call);
            return new Create(name, source, destinations.configuration(call, name, finder.arn(name)),
                    encryption.isPresent() ? keys.enabled(encryption) : DeliveryStream.Encryption.DISABLED, tags);
        } catch (RuntimeException refused) {
            throw finder.fault(refused, "");
        }
    }

    private SourceCall source(Members call) {
        String type = call.text("DeliveryStreamType").orElse(DescribeOperations.DIRECT_PUT);
        for (String unbuilt : List.of("MSKSourceConfiguration", "DatabaseSourceConfiguration")) {
            if (call.has(unbuilt)) {
                throw FirehoseFault.ARGUMENT.because(unbuilt + " is not supported by this server yet");
            }
        }
        Optional<Members> stream = call.structure(KINESIS_SOURCE);
        return switch (type) {
            case DescribeOperations.DIRECT_PUT -> {
                if (stream.isPresent()) {
                    throw FirehoseFault.ARGUMENT.because(KINESIS_SOURCE + " is for delivery streams of type KinesisStreamAsSource only");
                }
                yield new SourceCall(call.structure(PUT_SOURCE).map(put -> put.whole("ThroughputHintInMBs", 0)).orElse(0), Optional.empty());
            }
            case DescribeOperations.KINESIS -> {
                if (call.has(PUT_SOURCE)) {
                    throw FirehoseFault.ARGUMENT.because(PUT_SOURCE + " is for delivery streams of type DirectPut only");
                }
                yield new SourceCall(0, Optional.of(kinesisSource(stream.orElseThrow(() -> FirehoseFault.ARGUMENT.because(KINESIS_SOURCE
                        + " must be specified for delivery streams of type KinesisStreamAsSource")))));
            }
            default -> throw FirehoseFault.ARGUMENT.because("DeliveryStreamType " + type + " is not supported by this server yet");
        };
    }

    private KinesisCall kinesisSource(Members source) {
        String arn = source.text("KinesisStreamARN").orElseThrow();
        StreamDescription stream = kinesis.find(arn).orElseThrow(() -> FirehoseFault.ARGUMENT.because("Kinesis stream " + arn + " not found"));
        return new KinesisCall(stream, arn, source.text("RoleARN").orElseThrow());
    }

    private CompletionStage<WireReply> create(Create call) {
        long now = clock.millis();
        CompletionStage<? extends DeliveryStream.Source> source = call.source().kinesis()
                .<CompletionStage<? extends DeliveryStream.Source>>map(from -> kinesis.fromLatest(from.stream(), from.arn(), from.roleArn(), now))
                .orElseGet(() -> CompletableFuture.completedStage(new DeliveryStream.DirectPut(call.source().throughputHintMib())));
        return source.thenCompose(from -> streams.create(call.name(), id -> new DeliveryStream(id, call.name(), now, now, 1, from,
                call.destination().kind(), call.destination().tree(), call.encryption(), call.tags(), false))).handle((stream, failure) -> {
                    if (failure != null) {
                        throw finder.fault(failure, call.name());
                    }
                    return new ApiOperation.Written(ARN_BYTES, out -> {
                        out.beginObject();
                        out.member(ARN, finder.arn(call.name()));
                        out.endObject();
                    });
                });
    }

    /** AllowForceDelete is about key grants, of which there are none. */
    private CompletionStage<WireReply> delete(String name) {
        return changed(finder.find(name), DeliveryStream::beingDeleted);
    }

    private CompletionStage<WireReply> update(Update call) {
        DeliveryStream stream = finder.find(call.name());
        if (!call.destinationId().equals(FirehoseLimits.DESTINATION_ID)) {
            throw FirehoseFault.ARGUMENT.because("Destination Id " + call.destinationId() + " not found");
        }
        return changed(stream, now -> {
            finder.refuseDeleting(now);
            if (!call.version().equals(Long.toString(now.version()))) {
                throw FirehoseFault.CONCURRENT.because("Cannot update firehose: " + now.name() + " since the current version id: "
                        + now.version() + " and specified version id: " + call.version() + " do not match");
            }
            DestinationKind kind = now.kind();
            DestinationParser.Given updated = destinations.updated(kind, now.destination(), call.given(), now.name(), finder.arn(now.name()));
            return now.withDestination(updated.kind(), updated.tree(), clock.millis());
        });
    }

    private CompletionStage<WireReply> encrypt(Encrypt call) {
        DeliveryStream stream = finder.find(call.name());
        if (!stream.isDirectPut()) {
            throw FirehoseFault.ARGUMENT.because("This operation is not permitted on KinesisStreamAsSource delivery stream type.");
        }
        return changed(stream, now -> {
            finder.refuseDeleting(now);
            return now.withEncryption(call.encryption());
        });
    }

    private CompletionStage<WireReply> changed(DeliveryStream stream, java.util.function.UnaryOperator<DeliveryStream> change) {
        return streams.change(stream, change).handle((changed, failure) -> {
            if (failure != null) {
                throw finder.fault(failure, stream.name());
            }
            return ApiOperation.Written.NOTHING;
        });
    }
}
