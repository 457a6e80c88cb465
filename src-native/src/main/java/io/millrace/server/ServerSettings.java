package io.millrace.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import io.millrace.identity.Identity;
import io.millrace.stream.log.block.Durability;
import io.millrace.stream.log.block.LogSettings;
import io.millrace.trigger.TriggerSettings;
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

    Trigger trigger();

    default Identity identity() {
        return new Identity(account(), region());
    }

    /** Of the record logs, over all streams. */
    interface Log {

        @WithDefault("fsync")
        Durability durability();

        @WithDefault("256M")
        MemorySize segmentSize();

        @WithDefault("64M")
        MemorySize queueSize();

        @WithDefault("32M")
        MemorySize tailSize();

        @WithDefault("64M")
        MemorySize indexSize();

        @WithDefault("16M")
        MemorySize closedIndexSize();

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
                    defaults.commitBytesMax(), queueSize().asLongValue(), defaults.stagingBytes(), tailSize().asLongValue(),
                    indexSize().asLongValue(), closedIndexSize().asLongValue(), freeSpaceMin().asLongValue(), idleAfter(),
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
            return new TriggerSettings(windowSize().map(MemorySize::asLongValue).orElse(defaults.windowTotalBytes()),
                    defaults.windowMostBytes(), defaults.windowFloorBytes(), firstRetry(), longestRetry(), stopWait(),
                    defaults.eventBytesMax());
        }
    }
}
