package io.millrace.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.clock.Clock;
import io.millrace.clock.ManualClock;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The twin keeps the port's contract, and its faults are what they say. */
class MemoryRecordStoreTest extends RecordStoreContractTest {

    private MemoryRecordStore opened;

    @Override
    protected RecordStore openStore(Clock clock) {
        opened = new MemoryRecordStore(clock);
        return opened;
    }

    @Override
    protected RecordStore restart() {
        opened.restart();
        return opened;
    }

    @AfterEach
    void stop() {
        opened.close();
    }

    private static RecordBatch batch(String data) {
        return new RecordBatch(64).add(new byte[] {'k'}, ByteBuffer.wrap(data.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void failsAppendsOnDemandAndUsesUpTheirPositions() throws Exception {
        MemoryRecordStore direct = MemoryRecordStore.onCallersThread(new ManualClock(1_000));
        direct.create(STREAM, shards(1));
        direct.failNextAppends(1, new StoreException.Busy("told to"));
        assertThatThrownBy(() -> direct.append(SHARD, batch("lost")).toCompletableFuture().join())
                .hasCauseInstanceOf(StoreException.Busy.class);
        Positions kept = direct.append(SHARD, batch("kept")).toCompletableFuture().get(1, TimeUnit.SECONDS);
        assertThat(kept.first().ordinal()).isEqualTo(1);
    }

    @Test
    void holdsAppendsUntilReleased() {
        MemoryRecordStore direct = MemoryRecordStore.onCallersThread(new ManualClock(1_000));
        direct.create(STREAM, shards(1));
        direct.holdAppends();
        CompletableFuture<Positions> first = direct.append(SHARD, batch("1")).toCompletableFuture();
        CompletableFuture<Positions> second = direct.append(SHARD, batch("2")).toCompletableFuture();
        assertThat(first).isNotDone();
        assertThat(direct.heldAppends()).isEqualTo(2);
        direct.releaseAppends();
        assertThat(first.join().last()).isLessThan(second.join().first());
    }

    @Test
    void failsHeldAppends() {
        MemoryRecordStore direct = MemoryRecordStore.onCallersThread(new ManualClock(1_000));
        direct.create(STREAM, shards(1));
        direct.holdAppends();
        CompletableFuture<Positions> append = direct.append(SHARD, batch("1")).toCompletableFuture();
        direct.failHeldAppends(new StoreException.DiskFull("told to", null));
        assertThatThrownBy(append::join).hasCauseInstanceOf(StoreException.DiskFull.class);
    }
}
