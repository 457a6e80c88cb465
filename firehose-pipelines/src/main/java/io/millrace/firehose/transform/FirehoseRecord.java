package io.millrace.firehose.transform;

import java.util.Map;

/**
 * A record on its way. The data is not copied: nobody changes it.
 *
 * @param queryKeys    partition keys of the metadata extraction
 * @param functionKeys partition keys the function gave
 */
public record FirehoseRecord(RecordOrigin origin, byte[] data, Map<String, String> queryKeys, Map<String, String> functionKeys) {

    public FirehoseRecord {
        queryKeys = Map.copyOf(queryKeys);
        functionKeys = Map.copyOf(functionKeys);
    }

    public static FirehoseRecord of(RecordOrigin origin, byte[] data) {
        return new FirehoseRecord(origin, data, Map.of(), Map.of());
    }

    public FirehoseRecord withData(byte[] changed) {
        return new FirehoseRecord(origin, changed, queryKeys, functionKeys);
    }

    public FirehoseRecord withQueryKeys(Map<String, String> keys) {
        return new FirehoseRecord(origin, data, keys, functionKeys);
    }

    public FirehoseRecord withFunctionKeys(Map<String, String> keys) {
        return new FirehoseRecord(origin, data, queryKeys, keys);
    }
}
