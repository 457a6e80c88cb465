package io.millrace.bench.report;

import java.time.Duration;

import io.millrace.process.ProcessTable;

/**
 * What a stretch of time cost this machine.
 *
 * @param seconds     how long it was
 * @param clientShare of all cores, used by this process
 * @param serverShare of all cores, used by the process measured, without its children
 * @param diskBytes   bytes the process measured caused to be written to disk
 */
public record Load(double seconds, double clientShare, double serverShare, long diskBytes) {

    /** The start of such a stretch. */
    public static Start start(long serverPid) {
        return new Start(serverPid, System.nanoTime(), cpu(ProcessHandle.current().pid()), cpu(serverPid), ProcessTable.bytesWritten(serverPid));
    }

    /** Processor times and bytes when the stretch began. */
    public record Start(long serverPid, long nanos, Duration client, Duration server, long diskBytes) {

        /** The stretch from then until now. */
        public Load end() {
            double seconds = (System.nanoTime() - nanos) / 1e9;
            double capacity = seconds * Runtime.getRuntime().availableProcessors();
            return new Load(seconds, cpu(ProcessHandle.current().pid()).minus(client).toMillis() / 1e3 / capacity,
                    cpu(serverPid).minus(server).toMillis() / 1e3 / capacity, ProcessTable.bytesWritten(serverPid) - diskBytes);
        }
    }

    private static Duration cpu(long pid) {
        return ProcessTable.cpuTime(pid).orElseThrow(() -> new IllegalStateException("process " + pid + " is gone"));
    }
}
