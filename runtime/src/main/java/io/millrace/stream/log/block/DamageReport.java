package io.millrace.stream.log.block;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.stream.index.BlockEntry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of damage: one event and one count for each damaged range, before anybody reads on behind it. Any thread. */
final class DamageReport {

    private static final Logger LOGGER = LoggerFactory.getLogger(DamageReport.class);
    private final Counter damage;

    DamageReport(MeterRegistry registry) {
        damage = registry.counter("millrace.log.corruption");
    }

    /** What a scan found; a torn tail is no damage. */
    void tell(SegmentScan scan) {
        for (ByteRange damaged : scan.damaged()) {
            damage.increment();
            LOGGER.atError().addKeyValue("segment", scan.id()).addKeyValue("from", damaged.from())
                    .addKeyValue("to", damaged.to()).log("damage in the log; what stood there is lost");
        }
        scan.tornTail().ifPresent(tail -> LOGGER.atInfo().addKeyValue("segment", scan.id())
                .addKeyValue("from", tail.from()).addKeyValue("to", tail.to()).log("torn tail cut off"));
    }

    void missing(SegmentId segment) {
        damage.increment();
        LOGGER.atError().addKeyValue("segment", segment).log("segment file is missing; what stood there is lost");
    }

    /** A block that an index names and a reader found damaged; told once for each block. */
    void tell(Segment segment, BlockEntry block) {
        if (segment.isNewDamage(block.offset())) {
            damage.increment();
            LOGGER.atError().addKeyValue("segment", segment.id()).addKeyValue("offset", block.offset())
                    .addKeyValue("shard", block.shard()).addKeyValue("firstPosition", block.firstPosition())
                    .addKeyValue("entries", block.count()).log("damaged block stepped over");
        }
    }
}
