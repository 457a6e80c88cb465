package io.millrace.firehose.deliver;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;

/** What is counted of deliveries: {@code millrace.firehose.delivered.records, .delivered.bytes, .delivered.objects, .retries, .failures}, by stream and channel. */
final class DeliveryMeters {

    private final MeterRegistry registry;
    private final String stream;

    DeliveryMeters(MeterRegistry registry, String stream) {
        this.registry = registry;
        this.stream = stream;
    }

    void delivered(Manifest manifest) {
        counter("delivered.records", manifest.channel()).increment(manifest.records());
        counter("delivered.bytes", manifest.channel()).increment(manifest.lengthBytes());
        counter("delivered.objects", manifest.channel()).increment();
    }

    void retried(Manifest manifest) {
        counter("retries", manifest.channel()).increment();
    }

    /** Given up by this channel: its records go to the backup. */
    void failed(Manifest manifest) {
        counter("failures", manifest.channel()).increment(manifest.records());
    }

    private Counter counter(String what, Channel channel) {
        return registry.counter("millrace.firehose." + what, Tags.of("stream", stream, "channel", switch (channel) {
            case OBJECT, REQUEST -> "data";
            case BACKUP -> "backup";
            case ERRORS -> "errors";
        }));
    }
}
