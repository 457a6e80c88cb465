package io.millrace.firehose.api;

import io.millrace.firehose.config.DestinationKind;
import io.millrace.firehose.registry.DeliveryStream;
import io.millrace.firehose.registry.DeliveryStreams;
import io.millrace.firehose.source.Intake;
import io.millrace.wire.codec.WireName;
import io.millrace.wire.codec.WireWriter;
import io.millrace.wire.http.WireOperation;
import io.millrace.wire.http.WireReply;
import io.millrace.wire.model.ServiceModel;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** DescribeDeliveryStream and ListDeliveryStreams. */
final class DescribeOperations {

    static final String DIRECT_PUT = "DirectPut", KINESIS = "KinesisStreamAsSource";
    private static final WireName DESCRIPTION = WireName.of("DeliveryStreamDescription"), NAME = WireName.of("DeliveryStreamName"),
            ARN = WireName.of("DeliveryStreamARN"), STATUS = WireName.of("DeliveryStreamStatus"),
            ENCRYPTION = WireName.of("DeliveryStreamEncryptionConfiguration"), KEY_ARN = WireName.of("KeyARN"), KEY_TYPE = WireName.of("KeyType"),
            ENCRYPTION_STATUS = WireName.of("Status"), TYPE = WireName.of("DeliveryStreamType"), VERSION = WireName.of("VersionId"),
            CREATED = WireName.of("CreateTimestamp"), UPDATED = WireName.of("LastUpdateTimestamp"), SOURCE = WireName.of("Source"),
            PUT_SOURCE = WireName.of("DirectPutSourceDescription"), HINT = WireName.of("ThroughputHintInMBs"),
            KINESIS_SOURCE = WireName.of("KinesisStreamSourceDescription"), STREAM_ARN = WireName.of("KinesisStreamARN"),
            ROLE_ARN = WireName.of("RoleARN"), STARTED = WireName.of("DeliveryStartTimestamp"), DESTINATIONS = WireName.of("Destinations"),
            DESTINATION_ID = WireName.of("DestinationId"), S3 = WireName.of("S3DestinationDescription"),
            EXTENDED_S3 = WireName.of("ExtendedS3DestinationDescription"), HTTP = WireName.of("HttpEndpointDestinationDescription"),
            MORE_DESTINATIONS = WireName.of("HasMoreDestinations"), NAMES = WireName.of("DeliveryStreamNames"),
            MORE_STREAMS = WireName.of("HasMoreDeliveryStreams");
    private static final int DESCRIPTION_BYTES = 4096, NAME_BYTES = 68;

    private final ServiceModel model;
    private final DeliveryStreams streams;
    private final StreamFinder finder;
    private final Intake intake;
    private final TreeWriter trees;

    private record Description(String name, boolean withDestination) {
    }

    private record Listing(Optional<String> type, String after, int limit) {
    }

    DescribeOperations(ServiceModel model, DeliveryStreams streams, StreamFinder finder, Intake intake) {
        this.model = model;
        this.streams = streams;
        this.finder = finder;
        this.intake = intake;
        this.trees = new TreeWriter(model);
    }

    List<WireOperation<?>> operations() {
        return List.of(
                ApiOperation.control(model, "DescribeDeliveryStream", call -> new Description(StreamFinder.name(call),
                        call.text("ExclusiveStartDestinationId").filter(after -> after.compareTo(FirehoseLimits.DESTINATION_ID) >= 0).isEmpty()),
                        this::describe),
                ApiOperation.control(model, "ListDeliveryStreams", call -> new Listing(call.text("DeliveryStreamType"),
                        call.text("ExclusiveStartDeliveryStreamName").orElse(""), call.whole("Limit", FirehoseLimits.LIST_DEFAULT)), this::list));
    }

    /** There is one destination, so Limit, which is at least 1, changes nothing. */
    private CompletionStage<WireReply> describe(Description call) {
        DeliveryStream stream = finder.find(call.name());
        return CompletableFuture.completedStage(new ApiOperation.Written(DESCRIPTION_BYTES, out -> {
            out.beginObject();
            out.name(DESCRIPTION);
            write(stream, call.withDestination(), out);
            out.endObject();
        }));
    }

    private void write(DeliveryStream stream, boolean withDestination, WireWriter out) {
        out.beginObject();
        out.member(NAME, stream.name());
        out.member(ARN, finder.arn(stream.name()));
        out.member(STATUS, stream.deleting() ? "DELETING" : intake.isOpen(stream.id()) ? "ACTIVE" : "CREATING");
        writeEncryption(stream, out);
        out.member(TYPE, stream.isDirectPut() ? DIRECT_PUT : KINESIS);
        out.member(VERSION, Long.toString(stream.version()));
        out.name(CREATED);
        out.timestampMillis(stream.createdAtMillis());
        if (stream.updatedAtMillis() != stream.createdAtMillis()) {
            out.name(UPDATED);
            out.timestampMillis(stream.updatedAtMillis());
        }
        writeSource(stream, out);
        out.name(DESTINATIONS);
        out.beginList();
        if (withDestination) {
            writeDestination(stream, out);
        }
        out.endList();
        out.member(MORE_DESTINATIONS, false);
        out.endObject();
    }

    private static void writeEncryption(DeliveryStream stream, WireWriter out) {
        if (!stream.isDirectPut()) {
            return;
        }
        DeliveryStream.Encryption encryption = stream.encryption();
        out.name(ENCRYPTION);
        out.beginObject();
        if (encryption.enabled()) {
            encryption.keyArn().ifPresent(arn -> out.member(KEY_ARN, arn));
            encryption.keyType().ifPresent(type -> out.member(KEY_TYPE, type));
        }
        out.member(ENCRYPTION_STATUS, encryption.enabled() ? "ENABLED" : "DISABLED");
        out.endObject();
    }

    private static void writeSource(DeliveryStream stream, WireWriter out) {
        switch (stream.source()) {
            case DeliveryStream.DirectPut put when put.throughputHintMib() == 0 -> {
                return;
            }
            case DeliveryStream.DirectPut put -> {
                out.name(SOURCE);
                out.beginObject();
                out.name(PUT_SOURCE);
                out.beginObject();
                out.member(HINT, put.throughputHintMib());
            }
            case DeliveryStream.KinesisSource kinesis -> {
                out.name(SOURCE);
                out.beginObject();
                out.name(KINESIS_SOURCE);
                out.beginObject();
                out.member(STREAM_ARN, kinesis.streamArn());
                out.member(ROLE_ARN, kinesis.roleArn());
                out.name(STARTED);
                out.timestampMillis(kinesis.startedAtMillis());
            }
        }
        out.endObject();
        out.endObject();
    }

    /** An S3 destination is described in the plain form and, as the service does, in the extended one too. */
    private void writeDestination(DeliveryStream stream, WireWriter out) {
        out.beginObject();
        out.member(DESTINATION_ID, FirehoseLimits.DESTINATION_ID);
        if (stream.kind() == DestinationKind.HTTP_ENDPOINT) {
            out.name(HTTP);
            trees.structure("HttpEndpointDestinationDescription", stream.destination(), out);
        } else {
            out.name(S3);
            trees.structure("S3DestinationDescription", stream.destination(), out);
            out.name(EXTENDED_S3);
            trees.structure("ExtendedS3DestinationDescription", stream.destination().orWith("S3BackupMode", "Disabled"), out);
        }
        out.endObject();
    }

    private CompletionStage<WireReply> list(Listing call) {
        List<String> names = streams.after(call.after()).stream()
                .filter(stream -> call.type().isEmpty() || call.type().get().equals(stream.isDirectPut() ? DIRECT_PUT : KINESIS))
                .map(DeliveryStream::name).toList();
        List<String> page = names.subList(0, Math.min(names.size(), call.limit()));
        return CompletableFuture.completedStage(new ApiOperation.Written((page.size() + 1) * NAME_BYTES, out -> {
            out.beginObject();
            out.name(NAMES);
            out.beginList();
            page.forEach(out::text);
            out.endList();
            out.member(MORE_STREAMS, page.size() < names.size());
            out.endObject();
        }));
    }
}
