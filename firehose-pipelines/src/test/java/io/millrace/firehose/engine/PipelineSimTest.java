package io.millrace.firehose.engine;

import io.millrace.sim.Seeds;
import org.junit.jupiter.api.Test;

/**
 * Seeded: power cuts at any task, unsynced writes lost at random, a destination that fails before or after it has stored a parcel, spools
 * that cannot be written or read; with and without partitions and a backup of what was put, from puts and from a Kinesis stream.
 */
class PipelineSimTest {

    private static final int EVENTS = 3_000;

    @Test
    void nothingIsLostAndEachRecordIsInOneObject() {
        Seeds.orUsually(60).play(seed -> {
            PipelineWorld world = new PipelineWorld(seed, false);
            world.live(EVENTS);
            world.settle();
            world.check();
        });
    }

    @Test
    void outcomesOfTwoSourceShardsThatAreLoggedInTurnsAreDeliveredToo() {
        Seeds.orUsually(60).play(seed -> {
            PipelineWorld world = new PipelineWorld(seed, true);
            world.live(EVENTS);
            world.settle();
            world.check();
        });
    }
}
