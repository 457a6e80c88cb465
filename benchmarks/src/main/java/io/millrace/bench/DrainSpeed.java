package io.millrace.bench;

import io.millrace.bench.client.Control;
import io.millrace.bench.client.DeliveryMetrics;
import io.millrace.process.Await;
import io.millrace.process.ProcessTable;
import io.millrace.process.ServerProcess;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;

/**
 * How fast a delivery stream delivers.
 *
 * @param recordsPerSecond    between two receipts
 * @param recordsPerCpuSecond of processor time that the server and its format workers used between them
 * @param writtenPerRecord    bytes that the server caused to be written to the disk between them, logs and objects
 */
record DrainSpeed(double recordsPerSecond, double recordsPerCpuSecond, double writtenPerRecord) {

    /** The last objects wait for the buffering interval, not for the pipeline. */
    private static final double UNTIL = 0.9;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    /** A look costs the server some milliseconds. */
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    private record Sample(long nanos, long records, Duration cpu, long written) {

        static Sample take(ServerProcess server, Control control, String stream) {
            long records = new DeliveryMetrics(control.metrics()).deliveredRecords(stream);
            long millis = LongStream.concat(LongStream.of(server.pid()), ProcessHandle.of(server.pid()).stream().flatMap(ProcessHandle::descendants)
                    .mapToLong(ProcessHandle::pid)).mapToObj(ProcessTable::cpuTime).mapToLong(time -> time.orElse(Duration.ZERO).toMillis()).sum();
            return new Sample(System.nanoTime(), records, Duration.ofMillis(millis), ProcessTable.bytesWritten(server.pid()));
        }
    }

    /**
     * Watches until all records are delivered, no more and no fewer, and measures from when a part of them was.
     *
     * @param before  records that were delivered before these
     * @param records that have been put, or are being put
     * @param from    the part that is not measured, at least 0 and less than 0.9
     */
    static DrainSpeed watch(ServerProcess server, Control control, String stream, long before, long records, double from) {
        Sample[] ends = new Sample[2];
        Await.until(PATIENCE, () -> {
            Sample now = Sample.take(server, control, stream);
            if (ends[0] == null && now.records() - before >= from * records) {
                ends[0] = now;
            }
            ends[1] = now;
            boolean isMeasured = now.records() - before >= UNTIL * records;
            if (!isMeasured) {
                LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
            }
            return isMeasured;
        }, () -> "nine tenths of " + records + " records are delivered, but " + ends[1]);
        awaitDelivered(control, stream, before + records);
        double measured = ends[1].records() - ends[0].records();
        return new DrainSpeed(measured / ((ends[1].nanos() - ends[0].nanos()) / 1e9), measured / (ends[1].cpu().minus(ends[0].cpu()).toMillis() / 1e3),
                (ends[1].written() - ends[0].written()) / measured);
    }

    static void awaitDelivered(Control control, String stream, long records) {
        long[] delivered = new long[1];
        Await.until(PATIENCE, () -> {
            delivered[0] = new DeliveryMetrics(control.metrics()).deliveredRecords(stream);
            return delivered[0] >= records;
        }, () -> records + " records are delivered, but " + delivered[0]);
        if (delivered[0] != records) {
            throw new IllegalStateException(delivered[0] + " records were delivered of " + records);
        }
    }
}
