package io.millrace.stream.log.block;

import io.millrace.disk.NoSpaceException;
import io.millrace.stream.StoreException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Group commit: all that waits becomes blocks, one shard's entries together; one force; then they are published. Whatever
 * fails before the force has returned, nothing of the commit is published. One thread at a time.
 */
final class Commit {

    private final LogContext context;
    private final LogFiles files;
    private final BlockWriter writer;
    private final List<Lane> touched = new ArrayList<>();

    Commit(LogContext context, LogFiles files) {
        this.context = context;
        this.files = files;
        this.writer = new BlockWriter(context.settings.blockBytesMax());
    }

    /** Returns null when all is as durable as the settings ask for and published; else why nothing is. */
    StoreException run(List<Append> appends) {
        StagedOutput output = context.borrowOutput();
        boolean forcing = false;
        try {
            chainByLane(appends);
            long bytes = bytesAtMost(appends);
            if (!context.space.take(bytes)) {
                return new StoreException.DiskFull("free space is below the reserve", null);
            }
            files.prepare(bytes);
            write(output);
            forcing = context.settings.durability() == Durability.FSYNC;
            if (forcing) {
                long begun = context.clock.nanos();
                files.open().file().force(false);
                context.metrics.fsync.record(context.clock.nanos() - begun, TimeUnit.NANOSECONDS);
            }
            publish(forcing);
            return null;
        } catch (IOException e) {
            return failed(e, forcing);
        } catch (RuntimeException | OutOfMemoryError e) {
            files.fence(e);
            return new StoreException.DiskFailed("the log's writer failed", e);
        } finally {
            unchain();
            context.giveBack(output);
        }
    }

    private void chainByLane(List<Append> appends) {
        for (Append append : appends) {
            Lane lane = append.lane;
            if (lane.firstTaken == null) {
                lane.firstTaken = append;
                touched.add(lane);
            } else {
                lane.lastTaken.nextInLane = append;
            }
            lane.lastTaken = append;
        }
    }

    private void unchain() {
        for (Lane lane : touched) {
            lane.firstTaken = null;
            lane.lastTaken = null;
        }
        touched.clear();
    }

    /** An upper bound of what the blocks will take: blocks of more than half the largest size, or one for each append. */
    private long bytesAtMost(List<Append> appends) {
        long bytes = 0;
        for (Append append : appends) {
            long blocks = 2 + 2L * append.bytes() / context.settings.blockBytesMax();
            bytes += append.bytes() + Math.min(blocks, append.entries.count()) * BlockHeader.BYTES;
        }
        return bytes;
    }

    private void write(StagedOutput output) throws IOException {
        output.begin(files.open().file(), files.end());
        writer.begin(output, files.open().header(), files.end(), files.forcedEnd(), context.clock.millis());
        for (Lane lane : touched) {
            writer.write(lane);
        }
        output.flush();
    }

    private void publish(boolean isForced) {
        List<TailBlock> blocks = writer.written();
        context.metrics.bytes.increment(writer.offset() - files.end());
        context.metrics.blocks.increment(blocks.size());
        files.published(writer.offset(), blocks.size(), isForced);
        Segment segment = files.open();
        for (TailBlock block : blocks) {
            files.openIndex().add(block.entry);
            block.lane.add(segment, block.entry.firstPosition(), block.entry.endPosition(), block.entry.arrivedAtMillis());
            context.tail.add(block);
            block.lane.show(block.entry.endPosition());
        }
        for (Lane lane : touched) {
            lane.wake();
        }
    }

    private StoreException failed(IOException failure, boolean forcing) {
        boolean interrupted = failure instanceof ClosedChannelException;
        boolean noSpace = failure instanceof NoSpaceException;
        if (!forcing && (noSpace || interrupted)) {
            files.cutBack(interrupted);
        } else {
            files.fence(failure);
        }
        if (noSpace) {
            context.space.ranOut();
            return new StoreException.DiskFull("no space left for the log", failure);
        }
        return new StoreException.DiskFailed("the log could not be written", failure);
    }
}
