package io.millrace.firehose.api;

import io.millrace.firehose.registry.DeliveryStream;
import io.millrace.firehose.source.Intake;
import io.millrace.wire.codec.WireName;
import io.millrace.wire.codec.WireReader;
import io.millrace.wire.http.WireOperation;
import io.millrace.wire.http.WireReply;
import io.millrace.wire.model.Members;
import io.millrace.wire.model.ServiceModel;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** PutRecord and PutRecordBatch. A batch is taken whole or refused whole. */
final class PutOperations {

    private static final WireName RECORD_ID = WireName.of("RecordId"), ENCRYPTED = WireName.of("Encrypted"), FAILED = WireName.of("FailedPutCount"),
            RESPONSES = WireName.of("RequestResponses");
    private static final int ENTRY_BYTES = 80;

    private final ServiceModel model;
    private final StreamFinder finder;
    private final Intake intake;

    /** A parsed put. */
    private record Put(String stream, List<byte[]> records) {
    }

    PutOperations(ServiceModel model, StreamFinder finder, Intake intake) {
        this.model = model;
        this.finder = finder;
        this.intake = intake;
    }

    List<WireOperation<?>> operations() {
        return List.of(
                new WireOperation<>("PutRecord", FirehoseLimits.PUT_RECORD_BODY_BYTES_MAX, WireOperation.Share.DATA, this::one, this::putOne),
                new WireOperation<>("PutRecordBatch", FirehoseLimits.PUT_BATCH_BODY_BYTES_MAX, WireOperation.Share.DATA, this::batch, this::putBatch));
    }

    private Put one(WireReader reader) {
        Members call = model.read("PutRecord", reader);
        return new Put(StreamFinder.name(call), List.of(call.structure("Record").orElseThrow().blob("Data").orElseThrow()));
    }

    private Put batch(WireReader reader) {
        Members call = model.read("PutRecordBatch", reader);
        List<byte[]> records = call.structures("Records").stream().map(record -> record.blob("Data").orElseThrow()).toList();
        if (records.stream().mapToLong(data -> data.length).sum() > FirehoseLimits.BATCH_BYTES_MAX) {
            throw FirehoseFault.ARGUMENT.because("Records size exceeds 4 MB limit");
        }
        return new Put(StreamFinder.name(call), records);
    }

    private CompletionStage<WireReply> putOne(Put call) {
        DeliveryStream stream = directPut(call.stream());
        return intake.put(stream, call.records()).handle((ids, failure) -> {
            if (failure != null) {
                throw finder.fault(failure, call.stream());
            }
            return new ApiOperation.Written(ENTRY_BYTES, out -> {
                out.beginObject();
                out.member(RECORD_ID, ids.getFirst());
                out.member(ENCRYPTED, stream.encryption().enabled());
                out.endObject();
            });
        });
    }

    private CompletionStage<WireReply> putBatch(Put call) {
        DeliveryStream stream = directPut(call.stream());
        return intake.put(stream, call.records()).handle((ids, failure) -> {
            if (failure != null) {
                throw finder.fault(failure, call.stream());
            }
            return new ApiOperation.Written(ENTRY_BYTES * (ids.size() + 1), out -> {
                out.beginObject();
                out.member(FAILED, 0);
                out.member(ENCRYPTED, stream.encryption().enabled());
                out.name(RESPONSES);
                out.beginList();
                for (String id : ids) {
                    out.beginObject();
                    out.member(RECORD_ID, id);
                    out.endObject();
                }
                out.endList();
                out.endObject();
            });
        });
    }

    private DeliveryStream directPut(String name) {
        DeliveryStream stream = finder.find(name);
        if (stream.deleting()) {
            throw finder.notFound(name);
        }
        if (!stream.isDirectPut()) {
            throw FirehoseFault.ARGUMENT.because("This operation is not permitted on KinesisStreamAsSource delivery stream type.");
        }
        return stream;
    }
}
