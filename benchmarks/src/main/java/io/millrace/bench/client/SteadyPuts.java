package io.millrace.bench.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.HdrHistogram.ConcurrentHistogram;

/** Puts the same batch into a delivery stream twice a second, on a thread of its own, until it is stopped. A call that fails ends it. */
public final class SteadyPuts implements AutoCloseable {

    public static final int RECORDS_PER_CALL = 500;
    private static final Duration BETWEEN = Duration.ofMillis(500), TIMEOUT = Duration.ofSeconds(60);
    private static final long LATENCY_NANOS_MAX = 60_000_000_000L;

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ConcurrentHistogram latency = new ConcurrentHistogram(LATENCY_NANOS_MAX, 3);
    private final HttpRequest request;
    private final double recordBytes;
    private final Thread thread;
    private volatile boolean stopped;
    private volatile long acknowledged;
    private volatile Exception failure;

    private SteadyPuts(URI server, String deliveryStream, List<byte[]> records) {
        recordBytes = records.stream().mapToLong(record -> record.length).average().orElseThrow();
        String body = records.stream().map(record -> "{\"Data\":\"" + Base64.getEncoder().encodeToString(record) + "\"}")
                .collect(Collectors.joining(",", "{\"Records\":[", "],\"DeliveryStreamName\":\"" + deliveryStream + "\"}"));
        request = HttpRequest.newBuilder(server).timeout(TIMEOUT).header("X-Amz-Target", "Firehose_20150804.PutRecordBatch")
                .header("Content-Type", "application/x-amz-json-1.1").POST(HttpRequest.BodyPublishers.ofString(body)).build();
        thread = Thread.ofPlatform().name("puts-" + deliveryStream).unstarted(this::run);
    }

    /** @param records {@link #RECORDS_PER_CALL} of them */
    public static SteadyPuts start(URI server, String deliveryStream, List<byte[]> records) {
        SteadyPuts puts = new SteadyPuts(server, deliveryStream, records);
        puts.thread.start();
        return puts;
    }

    private void run() {
        long due = System.nanoTime();
        try {
            while (!stopped) {
                long start = System.nanoTime();
                HttpResponse<String> reply = http.send(request, HttpResponse.BodyHandlers.ofString());
                if (reply.statusCode() != 200 || !reply.body().contains("\"FailedPutCount\":0")) {
                    throw new IOException("a put failed with status " + reply.statusCode());
                }
                latency.recordValue(Math.min(LATENCY_NANOS_MAX, System.nanoTime() - start));
                acknowledged += RECORDS_PER_CALL;
                due = Math.max(due + BETWEEN.toNanos(), System.nanoTime() - BETWEEN.toNanos());
                LockSupport.parkNanos(due - System.nanoTime());
            }
        } catch (IOException | InterruptedException e) {
            failure = e;
        }
    }

    /** Ends; throws what ended it before. */
    public void stop() throws Exception {
        stopped = true;
        thread.join();
        if (failure != null) {
            throw failure;
        }
    }

    /** Records so far. */
    public long acknowledged() {
        return acknowledged;
    }

    public double recordBytes() {
        return recordBytes;
    }

    public void forgetLatency() {
        latency.reset();
    }

    /** Of the calls since it was forgotten. */
    public double latencyMillis(double percentile) {
        return latency.getValueAtPercentile(percentile) / 1e6;
    }

    @Override
    public void close() {
        stopped = true;
        http.close();
    }
}
