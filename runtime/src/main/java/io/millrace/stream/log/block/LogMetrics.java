package io.millrace.stream.log.block;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;

/** The logs' meters. */
final class LogMetrics {

    /** Time of each force that answers appends. */
    final Timer fsync;
    /** Bytes of blocks made durable (under {@code os}: written). */
    final Counter bytes;
    final Counter blocks;
    /** Segments given up after a failed write or force. */
    final Counter fences;
    /** Blocks that readers got from memory. */
    final Counter tailHits;
    /** Blocks that readers got from files. */
    final Counter fileReads;

    /** @param store which logs these are: each store has a queue and a tail of its own */
    LogMetrics(MeterRegistry registry, QueueBudget queue, TailCache tail, String store) {
        fsync = registry.timer("millrace.log.fsync");
        bytes = registry.counter("millrace.log.bytes");
        blocks = registry.counter("millrace.log.blocks");
        fences = registry.counter("millrace.log.fences");
        tailHits = registry.counter("millrace.log.tail.hits");
        fileReads = registry.counter("millrace.log.file.reads");
        Tags which = Tags.of("store", store);
        registry.gauge("millrace.log.queue.bytes", which, queue, QueueBudget::bytes);
        registry.gauge("millrace.log.tail.bytes", which, tail, TailCache::bytes);
    }
}
