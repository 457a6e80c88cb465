package io.millrace.server;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.clock.Clock;
import io.millrace.stream.Shard;
import io.millrace.stream.StreamDescription;
import io.millrace.stream.StreamId;
import io.millrace.stream.log.LocalRecordStore;
import io.millrace.stream.log.RetentionTask;
import io.millrace.stream.log.block.LogSettings;
import io.millrace.stream.log.block.LogThreads;
import io.millrace.stream.registry.RegistrySettings;
import io.millrace.stream.registry.StreamRegistry;

/** The streams and their records, with what looks after them: idle marks every 50 ms, retention every minute. */
record Streams(LocalRecordStore store, StreamRegistry registry) {

    private static final Duration TICK = Duration.ofMillis(50);
    private static final Duration RETENTION = Duration.ofMinutes(1);

    /** Recovers every stream's log; blocks until that is done. */
    static Streams open(Storage storage, LogSettings logSettings, RegistrySettings registrySettings, MeterRegistry meters, OpenRooms rooms)
            throws IOException {
        LocalRecordStore store = rooms.add("record store", LocalRecordStore.open(storage.directory().streams(), storage.catalog().epoch(),
                StreamRegistry.known(storage.catalog()), storage.disk(), Clock.SYSTEM, storage.checkpoints(), logSettings,
                LogThreads.start(logSettings), meters));
        StreamRegistry registry = rooms.add("stream registry", new StreamRegistry(storage.catalog(), store, Clock.SYSTEM, registrySettings));
        Streams streams = new Streams(store, registry);
        RetentionTask retention = new RetentionTask(store);
        Upkeep upkeep = rooms.add("upkeep", new Upkeep());
        upkeep.every(TICK, "idle logs", store::tick);
        upkeep.every(RETENTION, "retention", () -> retention.step(Clock.SYSTEM.millis(), streams.kept()));
        return streams;
    }

    private Map<StreamId, RetentionTask.Kept> kept() {
        return registry.list(Optional.empty(), Integer.MAX_VALUE).stream().collect(Collectors.toMap(StreamDescription::id,
                stream -> new RetentionTask.Kept(stream.shards().stream().map(Shard::id).toList(), stream.retention())));
    }
}
