package io.millrace.examples.telemetry;

import java.util.List;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;

/**
 * Puts alerts to a Kinesis stream. Endpoint, region and credentials are the environment's ({@code AWS_ENDPOINT_URL} and so
 * on): that of the server that runs the function, or AWS's own.
 */
final class KinesisAlertSink implements AlertSink {

    private static final int RECORDS_MAX = 500; // of a PutRecords call

    private final KinesisClient kinesis;
    private final String stream;

    private KinesisAlertSink(KinesisClient kinesis, String stream) {
        this.kinesis = kinesis;
        this.stream = stream;
    }

    static KinesisAlertSink fromEnvironment() {
        KinesisClient kinesis = KinesisClient.builder().httpClient(UrlConnectionHttpClient.create()).build();
        return new KinesisAlertSink(kinesis, System.getenv().getOrDefault("ALERTS_STREAM", "alerts"));
    }

    @Override
    public void put(List<Alert> alerts) {
        for (int from = 0; from < alerts.size(); from += RECORDS_MAX) {
            putOnce(alerts.subList(from, Math.min(from + RECORDS_MAX, alerts.size())));
        }
    }

    private void putOnce(List<Alert> alerts) {
        List<PutRecordsRequestEntry> entries = alerts.stream()
                .map(alert -> PutRecordsRequestEntry.builder()
                        .partitionKey(alert.metric())
                        .data(SdkBytes.fromByteArrayUnsafe(alert.json()))
                        .build())
                .toList();
        PutRecordsResponse response = kinesis.putRecords(request -> request.streamName(stream).records(entries));
        if (response.failedRecordCount() > 0) {
            throw new IllegalStateException(response.failedRecordCount() + " of " + alerts.size() + " alerts were refused");
        }
    }
}
