package io.millrace.stream.log.block;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.checkpoint.Checkpoints;
import io.millrace.clock.Clock;
import io.millrace.disk.Disk;
import java.nio.file.Path;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** What all logs of a data directory share. */
public final class LogContext {

    final Disk disk;
    final Clock clock;
    final Checkpoints checkpoints;
    final LogSettings settings;
    final LogThreads threads;
    final LogMetrics metrics;
    final QueueBudget queue;
    final TailCache tail;
    final DiskSpace space;
    final DamageReport damage;
    final SegmentIndexes indexes;
    private final BlockingQueue<StagedOutput> outputs;

    /** @param directory an existing directory on the file system that the logs are on */
    public LogContext(Disk disk, Clock clock, Checkpoints checkpoints, LogSettings settings, LogThreads threads,
            MeterRegistry registry, Path directory) {
        this.disk = disk;
        this.clock = clock;
        this.checkpoints = checkpoints;
        this.settings = settings;
        this.threads = threads;
        this.queue = new QueueBudget(settings.queueBytesMax());
        this.tail = new TailCache(settings.tailBytesMax());
        this.metrics = new LogMetrics(registry, queue, tail, directory.getFileName().toString());
        this.space = new DiskSpace(disk, clock, directory, settings.freeBytesMin());
        this.damage = new DamageReport(registry);
        this.indexes = new SegmentIndexes(disk, settings, threads.readers(), damage);
        this.outputs = new ArrayBlockingQueue<>(settings.writerThreads());
        for (int output = 0; output < settings.writerThreads(); output++) {
            outputs.add(new StagedOutput(settings.stagingBytes()));
        }
    }

    /** A staging buffer for one commit; there are as many as writers. */
    StagedOutput borrowOutput() {
        StagedOutput output = outputs.poll();
        if (output == null) {
            throw new IllegalStateException("more writers than staging buffers");
        }
        return output;
    }

    void giveBack(StagedOutput output) {
        outputs.add(output);
    }
}
