package io.millrace.firehose.error;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.firehose.transform.RecordOrigin.KinesisOrigin;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * Error records in the three shapes and with the members in the order the service's guide shows them. Times are milliseconds since
 * the epoch, data is base64.
 */
public final class ServiceErrorRecords implements ErrorRecordEncoder {

    private static final JsonFactory JSON = new JsonFactory();

    @Override
    public byte[] encode(ErrorRecord failure) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.writeStartObject();
            switch (failure) {
                case ErrorRecord.Processing processing -> write(json, processing);
                case ErrorRecord.Conversion conversion -> write(json, conversion);
                case ErrorRecord.HttpEndpoint endpoint -> write(json, endpoint);
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        line.write('\n');
        return line.toByteArray();
    }

    private static void write(JsonGenerator json, ErrorRecord.Processing failure) throws IOException {
        json.writeBinaryField("rawData", failure.rawData());
        json.writeStringField("errorCode", failure.code());
        json.writeStringField("errorMessage", failure.message());
        json.writeNumberField("attemptsMade", failure.attempts());
        json.writeNumberField("arrivalTimestamp", failure.origin().arrivedAtMillis());
        json.writeNumberField("attemptEndingTimestamp", failure.attemptEndedMillis());
        if (failure.functionArn().isPresent()) {
            json.writeStringField("lambdaARN", failure.functionArn().get());
        }
    }

    private static void write(JsonGenerator json, ErrorRecord.Conversion failure) throws IOException {
        json.writeNumberField("attemptsMade", failure.attempts());
        json.writeNumberField("arrivalTimestamp", failure.origin().arrivedAtMillis());
        json.writeStringField("lastErrorCode", failure.failure().code());
        json.writeStringField("lastErrorMessage", failure.failure().message());
        json.writeNumberField("attemptEndingTimestamp", failure.attemptEndedMillis());
        json.writeBinaryField("rawData", failure.rawData());
        Optional<KinesisOrigin> kinesis = failure.origin().kinesis();
        if (kinesis.isPresent()) {
            json.writeStringField("sequenceNumber", kinesis.get().sequenceNumber());
            json.writeNumberField("subSequenceNumber", kinesis.get().subSequenceNumber());
        } else {
            json.writeNullField("sequenceNumber");
            json.writeNullField("subSequenceNumber");
        }
        json.writeObjectFieldStart("dataCatalogTable");
        json.writeStringField("catalogId", failure.catalogId());
        json.writeStringField("databaseName", failure.database());
        json.writeStringField("tableName", failure.table());
        json.writeStringField("region", failure.region());
        json.writeStringField("versionId", failure.version());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, ErrorRecord.HttpEndpoint failure) throws IOException {
        json.writeNumberField("attemptsMade", failure.attempts());
        json.writeNumberField("arrivalTimestamp", failure.origin().arrivedAtMillis());
        json.writeStringField("errorCode", failure.code());
        json.writeStringField("errorMessage", failure.message());
        json.writeNumberField("attemptEndingTimestamp", failure.attemptEndedMillis());
        json.writeBinaryField("rawData", failure.rawData());
        Optional<KinesisOrigin> kinesis = failure.origin().kinesis();
        long subSequence = kinesis.map(KinesisOrigin::subSequenceNumber).orElse(0L);
        json.writeNumberField("subsequenceNumber", subSequence);
        json.writeStringField("dataId", kinesis.map(origin -> origin.sequenceNumber() + "." + subSequence).orElse(failure.origin().recordId()));
    }
}
