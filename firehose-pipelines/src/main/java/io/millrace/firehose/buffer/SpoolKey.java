package io.millrace.firehose.buffer;

import io.millrace.firehose.transform.FirehoseRecord;
import java.util.Map;

/** What records of one spool have in common: their way, and for data of a partitioned delivery stream the partition's keys. */
public record SpoolKey(Outcome.Way way, Map<String, String> queryKeys, Map<String, String> functionKeys) {

    public static SpoolKey unpartitioned(Outcome.Way way) {
        return new SpoolKey(way, Map.of(), Map.of());
    }

    public static SpoolKey partition(FirehoseRecord record) {
        return new SpoolKey(Outcome.Way.DATA, record.queryKeys(), record.functionKeys());
    }
}
