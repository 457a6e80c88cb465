package io.millrace.stream.registry;

import java.time.Duration;

/**
 * How much there may be.
 *
 * @param shardsMax          open shards of all provisioned streams together
 * @param onDemandStreamsMax streams in on-demand mode
 * @param onDemandShards     shards such a stream starts with
 * @param retention          of a new stream
 * @param recordBytesMax     of a new stream, unless it asks for more
 */
public record RegistrySettings(int shardsMax, int onDemandStreamsMax, int onDemandShards, Duration retention, int recordBytesMax) {

    public RegistrySettings {
        if (shardsMax < 1 || onDemandStreamsMax < 0 || onDemandShards < 1 || recordBytesMax < 1 || !retention.isPositive()) {
            throw new IllegalArgumentException("not limits of streams: " + shardsMax + " shards, " + onDemandStreamsMax + " on demand with "
                    + onDemandShards + " shards, " + recordBytesMax + " bytes a record, retention " + retention);
        }
    }

    public static RegistrySettings defaults() {
        return new RegistrySettings(10_000, 50, 4, Duration.ofHours(24), 1024 * 1024);
    }
}
