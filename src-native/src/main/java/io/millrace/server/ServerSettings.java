package io.millrace.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

import io.millrace.access.AccessSettings;
import io.millrace.datadir.DataDirectory;
import io.millrace.functions.compiled.CompiledSettings;
import io.millrace.functions.worker.FunctionSettings;
import io.millrace.functions.worker.PoolLimits;
import io.millrace.identity.Identity;
import io.millrace.kinesis.KinesisSettings;
import io.millrace.stream.log.block.Durability;
import io.millrace.stream.log.block.LogSettings;
import io.millrace.stream.registry.RegistrySettings;
import io.millrace.trigger.TriggerSettings;
import io.millrace.video.body.IngestSettings;
import io.millrace.video.playback.PlaybackSettings;
import io.millrace.wire.http.WireSettings;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The server's settings, one group for each room, and how they become the rooms' own. docs/settings.md tells users of them. */
@ConfigMapping(prefix = "millrace")
public interface ServerSettings {

    @WithDefault("${user.home}/.millrace/data")
    Path data();

    @WithDefault("000000000000")
    String account();

    @WithDefault("us-east-1")
    String region();

    Log log();

    Streams streams();

    Wire wire();

    Kinesis kinesis();

    Trigger trigger();

    Functions functions();

    Access access();

    Video video();

    Tls tls();

    FirehoseOptions firehose();

    private static long bytes(Optional<MemorySize> configured, long otherwise) {
        return configured.map(MemorySize::asLongValue).orElse(otherwise);
    }

    default Identity identity() {
        return new Identity(account(), region());
    }

    /** Of the TLS port. */
    interface Tls {

        /** Unset: made at the first start, in the data directory. */
        Optional<Path> certificate();

        Optional<Path> key();
    }

    /** Who may call. */
    interface Access {

        Optional<Path> keyFile();

        Optional<List<String>> keys();

        Optional<Set<String>> hosts();

        @WithDefault("false")
        boolean metricsOpen();

        default AccessSettings toRoom() {
            return new AccessSettings(keyFile(), keys().orElse(List.of()), hosts().orElse(Set.of()), metricsOpen());
        }
    }

    /** Of the record logs, over all streams. */
    interface Log {

        @WithDefault("fsync")
        Durability durability();

        @WithDefault("256M")
        MemorySize segmentSize();

        /** Unset: an eighth of the heap, 12 to 64 MiB. */
        Optional<MemorySize> queueSize();

        /** Unset: a sixteenth of the heap, 2 to 32 MiB. */
        Optional<MemorySize> tailSize();

        /** Unset: a sixteenth of the heap, 4 to 64 MiB. */
        Optional<MemorySize> indexSize();

        /** Unset: a thirty-second part of the heap, 2 to 16 MiB. */
        Optional<MemorySize> closedIndexSize();

        @WithDefault("64M")
        MemorySize freeSpaceMin();

        @WithDefault("100ms")
        Duration idleAfter();

        @WithDefault("2")
        int writerThreads();

        @WithDefault("2")
        int readerThreads();

        default LogSettings toRoom() {
            LogSettings defaults = LogSettings.defaults();
            return new LogSettings(durability(), segmentSize().asLongValue(), defaults.segmentBlocksMax(), defaults.blockBytesMax(),
                    defaults.commitBytesMax(), bytes(queueSize(), defaults.queueBytesMax()), defaults.stagingBytes(),
                    bytes(tailSize(), defaults.tailBytesMax()), bytes(indexSize(), defaults.indexBytesMax()),
                    bytes(closedIndexSize(), defaults.closedIndexBytesMax()), freeSpaceMin().asLongValue(), idleAfter(),
                    writerThreads(), readerThreads());
        }
    }

    /** Of the triggers, over all mappings. */
    interface Trigger {

        /** Unset: an eighth of the heap, at least 8 and at most 256 MiB. */
        Optional<MemorySize> windowSize();

        @WithDefault("200ms")
        Duration firstRetry();

        @WithDefault("30s")
        Duration longestRetry();

        @WithDefault("10s")
        Duration stopWait();

        default TriggerSettings toRoom() {
            TriggerSettings defaults = TriggerSettings.defaults();
            return new TriggerSettings(bytes(windowSize(), defaults.windowTotalBytes()),
                    defaults.windowMostBytes(), defaults.windowFloorBytes(), firstRetry(), longestRetry(), stopWait(),
                    defaults.eventBytesMax());
        }
    }

    /** How many streams there may be, and how a new one begins. */
    interface Streams {

        @WithDefault("10000")
        int shardsMax();

        @WithDefault("50")
        int onDemandStreamsMax();

        @WithDefault("4")
        int onDemandShards();

        @WithDefault("24h")
        Duration retention();

        @WithDefault("1M")
        MemorySize recordSizeMax();

        default RegistrySettings toRoom() {
            return new RegistrySettings(shardsMax(), onDemandStreamsMax(), onDemandShards(), retention(),
                    Math.toIntExact(recordSizeMax().asLongValue()));
        }
    }

    /** Of the calls on {@code POST /}, over all connections. */
    interface Wire {

        /** Unset: an eighth of the heap, 16 to 64 MiB. */
        Optional<MemorySize> dataSize();

        /** Unset: a thirty-second part of the heap, 4 to 8 MiB. */
        Optional<MemorySize> controlSize();

        /** Unset: a quarter of the heap, 16 to 64 MiB. */
        Optional<MemorySize> replySize();

        @WithDefault("5s")
        Duration budgetWait();

        @WithDefault("60s")
        Duration bodyWait();

        default WireSettings toRoom() {
            WireSettings defaults = WireSettings.defaults();
            return new WireSettings(bytes(dataSize(), defaults.dataBytes()), bytes(controlSize(), defaults.controlBytes()),
                    bytes(replySize(), defaults.replyBytes()), defaults.waitersMax(),
                    budgetWait(), bodyWait(), defaults.poolThreads());
        }
    }

    /** Of the Kinesis API. */
    interface Kinesis {

        @WithDefault("false")
        boolean ratesEnforced();

        default KinesisSettings toRoom() {
            return new KinesisSettings(ratesEnforced(), KinesisSettings.defaults().replyWait());
        }
    }

    /** Of the function workers. */
    interface Functions {

        /** Unset: half of the machine's memory. */
        Optional<MemorySize> memorySize();

        /** Unset: half of the above. */
        Optional<MemorySize> memorySizePerFunction();

        @WithDefault("10s")
        Duration initMax();

        @WithDefault("5m")
        Duration idleMax();

        @WithDefault("8M")
        MemorySize logSize();

        /** Unset: the newest of the server's own, JAVA_HOME's and those on the PATH. */
        Optional<Path> javaHome();

        /** Unset: beside the data directory, with {@code .run} appended. */
        Optional<Path> runtimeDirectory();

        /** Unset: twice the processors, at least 8. */
        OptionalInt compiledThreads();

        /** Unset: half of the above. */
        OptionalInt compiledThreadsPerFunction();

        @WithDefault("60s")
        Duration compiledTimeout();

        @WithDefault("0")
        int firstUid();

        @WithDefault("0")
        int uidCount();

        default CompiledSettings compiledToRoom(int processors) {
            CompiledSettings defaults = CompiledSettings.defaults(processors);
            int threads = compiledThreads().orElse(defaults.threads());
            return new CompiledSettings(threads, compiledThreadsPerFunction().orElse(Math.max(1, threads / 2)), defaults.waitingMax(),
                    compiledTimeout());
        }

        default FunctionSettings toRoom(DataDirectory data, long machineBytes, int processors) {
            FunctionSettings defaults = FunctionSettings.defaults(data.root(), data.root(), machineBytes, processors);
            long memory = memorySize().map(MemorySize::asLongValue).orElse(defaults.limits().memoryBytes());
            PoolLimits limits = new PoolLimits(memory, memorySizePerFunction().map(MemorySize::asLongValue).orElse(memory / 2),
                    defaults.limits().startsMax(), defaults.limits().waitingMax(), defaults.limits().patience(), idleMax(),
                    defaults.limits().ageMax());
            return new FunctionSettings(runtimeDirectory().orElse(data.root().resolveSibling(data.root().getFileName() + ".run")),
                    data.functions().resolve("logs"), logSize().asLongValue(), javaHome(), initMax(), firstUid(), uidCount(), limits);
        }
    }

    /** Of video. */
    interface Video {

        @WithDefault("10000")
        int streamsMax();

        Ingest ingest();

        Playback playback();

        /** Of what producers send. */
        interface Ingest {

            @WithDefault("0")
            MemorySize bytesPerSecondMax();

            @WithDefault("0")
            int fragmentsPerSecondMax();

            @WithDefault("30s")
            Duration idleTimeout();

            @WithDefault("5s")
            Duration silentAfter();

            default IngestSettings toRoom() {
                return IngestSettings.defaults().withRates(bytesPerSecondMax().asLongValue(), fragmentsPerSecondMax())
                        .withTimes(idleTimeout(), silentAfter());
            }
        }

        /** Of reading it. */
        interface Playback {

            @WithDefault("1000")
            int requestsMax();

            @WithDefault("3")
            int mediaConnectionsMax();

            @WithDefault("30s")
            Duration writeWait();

            /** Unset: a sixteenth of the heap, 2 to 64 MiB. */
            Optional<MemorySize> sharedSize();

            default PlaybackSettings toRoom() {
                return new PlaybackSettings(requestsMax(), mediaConnectionsMax(), writeWait(),
                        bytes(sharedSize(), PlaybackSettings.defaults().sharedBytesMax()));
            }
        }
    }
}
